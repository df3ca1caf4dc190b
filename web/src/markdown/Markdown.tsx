/** A note's text on the page, built element by element from an allow-list: markup in it never runs. */
import type { Definition, FootnoteDefinition, Root } from "mdast";
import { memo, type ReactNode, useEffect, useId, useMemo, useState } from "react";

import { blocks } from "./block";
import type { Drawing, Rendering } from "./inline";
import { type Grammar, parse, slugsOf, walk } from "./parse";

interface Collected {
  readonly definitions: Map<string, Definition>;
  readonly footnotes: Map<string, FootnoteDefinition>;
  readonly referred: string[];
}

function collect(tree: Root): Collected {
  const found: Collected = { definitions: new Map(), footnotes: new Map(), referred: [] };
  walk(tree, (node) => {
    if (node.type === "definition" && !found.definitions.has(node.identifier)) {
      found.definitions.set(node.identifier, node);
    }
    if (node.type === "footnoteDefinition") found.footnotes.set(node.identifier, node);
    if (node.type === "footnoteReference" && !found.referred.includes(node.identifier)) {
      found.referred.push(node.identifier);
    }
  });
  return found;
}

function hasHtml(tree: Root): boolean {
  let found = false;
  walk(tree, (node) => {
    found ||= node.type === "html";
  });
  return found;
}

/** What few notes need is fetched with the first one that does, and is at hand from then on. */
let formulas: Grammar | null = null;
let withElements: ((tree: Root) => Root) | null = null;

function needsFormulas(text: string): boolean {
  return formulas === null && text.includes("$");
}

function needsElements(tree: Root): boolean {
  return withElements === null && hasHtml(tree);
}

async function fetchMissing(text: string, tree: Root): Promise<void> {
  if (needsFormulas(text)) ({ formulas } = await import("./mathSyntax"));
  if (needsElements(tree)) ({ withElements } = await import("./elements"));
}

/** The tree of a text; formulas and HTML in it are plain text until what reads them is there. */
function useTree(text: string): Root {
  const [fetched, setFetched] = useState(0);
  const tree = useMemo(() => {
    const parsed = parse(text, formulas);
    return withElements === null || !hasHtml(parsed) ? parsed : withElements(parsed);
    // oxlint-disable-next-line react/exhaustive-deps -- what was fetched reads the same text differently
  }, [text, fetched]);
  useEffect(() => {
    if (!needsFormulas(text) && !needsElements(tree)) return undefined;
    let isWanted = true;
    void fetchMissing(text, tree).then(
      () => isWanted && setFetched((times) => times + 1),
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [text, tree]);
  return tree;
}

interface MarkdownProps {
  readonly text: string;
  readonly drawing: Drawing;
  readonly onTask?: Rendering["onTask"];
  /** What the ids of its headings begin with, where somebody wants to go to them. */
  readonly prefix?: string;
}

export const Markdown = memo(function Markdown({ text, drawing, onTask, prefix: wanted }: MarkdownProps): ReactNode {
  const unique = useId();
  const prefix = wanted ?? unique;
  const tree = useTree(text);
  const found = useMemo(() => ({ ...collect(tree), slugs: slugsOf(tree) }), [tree]);
  const how: Rendering = {
    ...drawing,
    onTask,
    prefix,
    definitions: found.definitions,
    footnotes: found.referred,
    slugs: found.slugs,
    nodes: blocks,
  };
  return (
    <div className="markdown" dir="auto">
      {blocks(tree.children, how)}
      {found.referred.length > 0 && (
        <ol className="footnotes">
          {found.referred.map((identifier, index) => (
            <li key={identifier} id={`${prefix}-footnote-${index + 1}`}>
              {blocks(found.footnotes.get(identifier)?.children ?? [], how)}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
});
