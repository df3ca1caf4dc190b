/** A note's text as a tree: GitHub's Markdown and tags. */
import type { Nodes, Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";

import { tagFromMarkdown, tagSyntax } from "./tagSyntax";

const grammar = {
  extensions: [gfm(), tagSyntax],
  mdastExtensions: [gfmFromMarkdown(), tagFromMarkdown],
};

export function parse(text: string): Root {
  return fromMarkdown(text, grammar);
}

/** The plain text of a node, for names and labels. */
export function plainText(node: Nodes): string {
  if (node.type === "tag") return `#${node.value}`;
  if (node.type === "image" || node.type === "imageReference") return node.alt ?? "";
  if ("value" in node) return node.value;
  return "children" in node ? node.children.map(plainText).join("") : "";
}

function collect(node: Nodes, into: Set<string>): void {
  if (node.type === "tag") into.add(node.value);
  if (node.type === "link" || node.type === "linkReference") return;
  if ("children" in node) for (const child of node.children) collect(child, into);
}

/** The tags of a text in the order they first occur. */
export function tagsOf(text: string): string[] {
  const tags = new Set<string>();
  collect(parse(text), tags);
  return [...tags];
}
