/** A note's text on the page, built element by element from an allow-list: markup in it never runs. */
import type { Definition, FootnoteDefinition, Nodes } from "mdast";
import { memo, type ReactNode, useId, useMemo } from "react";

import { blocks } from "./block";
import type { Rendering } from "./inline";
import { parse } from "./parse";

interface Collected {
  readonly definitions: Map<string, Definition>;
  readonly footnotes: Map<string, FootnoteDefinition>;
  readonly referred: string[];
}

function collect(node: Nodes, into: Collected): Collected {
  if (node.type === "definition" && !into.definitions.has(node.identifier)) into.definitions.set(node.identifier, node);
  if (node.type === "footnoteDefinition") into.footnotes.set(node.identifier, node);
  if (node.type === "footnoteReference" && !into.referred.includes(node.identifier)) into.referred.push(node.identifier);
  if ("children" in node) for (const child of node.children) collect(child, into);
  return into;
}

interface MarkdownProps {
  readonly text: string;
  /** Draws a tag. */
  readonly tag: Rendering["tag"];
  readonly onTask?: Rendering["onTask"];
}

export const Markdown = memo(function Markdown({ text, tag, onTask }: MarkdownProps): ReactNode {
  const prefix = useId();
  const tree = useMemo(() => parse(text), [text]);
  const found = useMemo(
    () => collect(tree, { definitions: new Map(), footnotes: new Map(), referred: [] }),
    [tree],
  );
  const how: Rendering = { tag, onTask, prefix, definitions: found.definitions, footnotes: found.referred };
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
