/** A note's text as a tree: GitHub's Markdown without underlined headings, tags and mentions. */
import type { Heading, Nodes, Root } from "mdast";
import { type Extension as FromMarkdown, fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import type { Extension } from "micromark-util-types";

import { mentionFromMarkdown, mentionSyntax } from "./mentionSyntax";
import { tagFromMarkdown, tagSyntax } from "./tagSyntax";

/** A line of dashes under a text is a line, not a heading: that is what people mean by it. */
const plainHeadings = { disable: { null: ["setextUnderline"] } };

export interface Grammar {
  readonly extensions: readonly Extension[];
  readonly mdastExtensions: readonly (FromMarkdown | FromMarkdown[])[];
}

const plain: Grammar = {
  extensions: [gfm(), plainHeadings, tagSyntax, mentionSyntax],
  mdastExtensions: [gfmFromMarkdown(), tagFromMarkdown, mentionFromMarkdown],
};

/** The tree of a text; `more` is grammar that few notes need, formulas, from a chunk of its own. */
export function parse(text: string, more: Grammar | null = null): Root {
  return fromMarkdown(text, {
    extensions: [...plain.extensions, ...(more?.extensions ?? [])],
    mdastExtensions: [...plain.mdastExtensions, ...(more?.mdastExtensions ?? [])],
  });
}

/** The plain text of a node, for names and labels. */
export function plainText(node: Nodes): string {
  if (node.type === "tag") return `#${node.value}`;
  if (node.type === "mention") return `@${node.value}`;
  if (node.type === "image" || node.type === "imageReference") return node.alt ?? "";
  if ("value" in node) return node.value;
  return "children" in node ? node.children.map(plainText).join("") : "";
}

/** Visit a node and all below it, in document order. */
export function walk(node: Nodes, visit: (node: Nodes) => void): void {
  visit(node);
  if ("children" in node) for (const child of node.children) walk(child, visit);
}

function collectTags(node: Nodes, into: Set<string>): void {
  if (node.type === "tag") into.add(node.value);
  if (node.type === "link" || node.type === "linkReference") return;
  if ("children" in node) for (const child of node.children) collectTags(child, into);
}

/** The tags of a text in the order they first occur. */
export function tagsOf(text: string): string[] {
  const tags = new Set<string>();
  collectTags(parse(text), tags);
  return [...tags];
}

/** The anchor of a heading, as GitHub makes it: lower case, dashes for spaces, no punctuation. */
function slug(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, "").replaceAll(" ", "-");
}

/** The anchor of each heading; those that say the same are numbered. */
export function slugsOf(tree: Root): Map<Heading, string> {
  const seen = new Map<string, number>();
  const slugs = new Map<Heading, string>();
  walk(tree, (node) => {
    if (node.type !== "heading") return;
    const name = slug(plainText(node));
    const times = seen.get(name) ?? 0;
    seen.set(name, times + 1);
    slugs.set(node, times === 0 ? name : `${name}-${times}`);
  });
  return slugs;
}

export interface OutlineEntry {
  readonly depth: number;
  readonly text: string;
  readonly slug: string;
}

/** The headings of a text down to the fourth level. */
export function outlineOf(text: string): OutlineEntry[] {
  return [...slugsOf(parse(text))]
    .map(([heading, anchor]) => ({ depth: heading.depth, text: plainText(heading), slug: anchor }))
    .filter(({ depth, text: words }) => depth <= 4 && words.trim() !== "");
}

function isBare(url: string, shown: string): boolean {
  return url === shown || url === `http://${shown}`;
}

/** The web addresses that stand alone as a paragraph or line of their own: those get a card. */
export function bareAddresses(tree: Root): string[] {
  const found = new Set<string>();
  walk(tree, (node) => {
    if (node.type !== "paragraph") return;
    const links = node.children.filter((child) => child.type !== "text" || child.value.trim() !== "");
    for (const link of links) {
      const isAlone = link.type === "link" && isBare(link.url, plainText(link)) && isOnItsLine(node.children, link);
      if (isAlone && /^https?:/u.test(link.url)) found.add(link.url);
    }
  });
  return [...found];
}

function isOnItsLine(siblings: readonly Nodes[], link: Nodes): boolean {
  const at = siblings.indexOf(link);
  const [before, after] = [siblings[at - 1], siblings[at + 1]];
  const isStart = before === undefined || (before.type === "text" && /\n[ \t]*$/u.test(before.value));
  const isEnd = after === undefined || (after.type === "text" && /^[ \t]*\n/u.test(after.value));
  return isStart && isEnd;
}
