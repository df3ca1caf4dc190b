/**
 * Raw HTML in a note, by an allow-list: a tokenizer reads the tags, and only what is named here becomes an
 * element of the tree. Everything else stays the text that it was; no markup ever reaches the document.
 */
import { Parser } from "htmlparser2";
import type { Link, Parent, Root, RootContent } from "mdast";

import { type ElementName, isElementName } from "./elementNames";

export interface HtmlElement extends Parent {
  type: "element";
  name: ElementName;
  /** As written; what each may say is judged where it is drawn. */
  attributes: Readonly<Record<string, string>>;
  children: RootContent[];
}

declare module "mdast" {
  interface PhrasingContentMap {
    element: HtmlElement;
  }
  interface RootContentMap {
    element: HtmlElement;
  }
}

const empties = new Set<string>(["br", "hr", "img", "wbr"]);
/** Deeper nesting than anybody writes by hand. */
const deepest = 40;

/** A page of somebody else in a frame is a link to it: notes ask no stranger by themselves. */
function embeddedPage({ src = "", title = "" }: Record<string, string>): Link | null {
  if (!URL.canParse(src)) return null;
  const { protocol, host } = new URL(src);
  return protocol === "https:" ? { type: "link", url: src, children: [{ type: "text", value: title || host }] } : null;
}

/** Builds the children of one node, whose tags may open in one piece of HTML and close in a later one. */
class Builder {
  readonly #roots: RootContent[] = [];
  readonly #open: { readonly name: string; readonly children: RootContent[] }[] = [];
  #source = "";
  readonly #parser = new Parser(
    {
      onopentag: (name, attributes, isImplied) => this.#begin(name, attributes, isImplied),
      onclosetag: (name, isImplied) => this.#end(name, isImplied),
      ontext: (text) => this.#text(text.replaceAll(/\s*\n\s*/gu, " ")),
    },
    { decodeEntities: true, recognizeSelfClosing: true },
  );

  get #children(): RootContent[] {
    return this.#open.at(-1)?.children ?? this.#roots;
  }

  /** What was written for the tag that is being read. */
  get #written(): string {
    return this.#source.slice(this.#parser.startIndex, this.#parser.endIndex + 1);
  }

  #text(value: string): void {
    if (value !== "") this.#children.push({ type: "text", value });
  }

  #begin(name: string, attributes: Record<string, string>, isImplied: boolean): void {
    if (isElementName(name) && this.#open.length < deepest) {
      const element: HtmlElement = { type: "element", name, attributes, children: [] };
      this.#children.push(element);
      this.#open.push({ name, children: empties.has(name) ? [] : element.children });
      return;
    }
    const embedded = name === "iframe" ? embeddedPage(attributes) : null;
    if (embedded !== null) {
      this.#children.push(embedded);
      // Nobody may have closed it: what follows is shown in any case.
      this.#open.push({ name: "", children: this.#children });
      return;
    }
    if (!isImplied) this.#text(this.#written);
    // What is inside of a tag that is not known goes on as if the tag were not there.
    this.#open.push({ name, children: this.#children });
  }

  #end(name: string, isImplied: boolean): void {
    const { name: opened } = this.#open.pop() ?? { name: "" };
    if (!isElementName(opened) && opened === name && !isImplied) this.#text(this.#written);
  }

  html(source: string): void {
    this.#source += source;
    this.#parser.write(source);
  }

  node(node: RootContent): void {
    this.#children.push(node);
  }

  finish(): RootContent[] {
    this.#parser.end();
    return this.#roots;
  }
}

function rebuilt(nodes: readonly RootContent[]): RootContent[] {
  const builder = new Builder();
  for (const node of nodes) {
    if (node.type === "html") builder.html(node.value);
    else builder.node(withElementsBelow(node));
  }
  return builder.finish();
}

function withElementsBelow(node: RootContent): RootContent {
  if (!("children" in node)) return node;
  // The shape of a node does not depend on which children it has.
  return Object.assign({}, node, { children: rebuilt(node.children) });
}

/** The tree with the HTML that is allowed as elements, and the rest as text. */
export function withElements(tree: Root): Root {
  return { ...tree, children: rebuilt(tree.children) };
}
