/** The inline half of rendering: one React element for each node that is allowed, text for the rest. */
import type { Definition, Heading, PhrasingContent, RootContent } from "mdast";
import { ImageIcon } from "lucide-react";
import { Fragment, type ReactNode } from "react";

import { t } from "../i18n";
import { element } from "./element";
import { Formula } from "./Formula";
import { linkTarget, ownPagePath, ownPicture } from "./urls";

/** How the page around draws what has a meaning beyond the text. */
export interface Drawing {
  readonly tag: (tag: string) => ReactNode;
  readonly mention: (name: string) => ReactNode;
  /** A link to a page of our own; `path` is below its base. */
  readonly page: (path: string, children: ReactNode) => ReactNode;
  /** A picture of this server. */
  readonly picture: (address: string, alt: string) => ReactNode;
}

export interface Rendering extends Drawing {
  /** Ticks or clears the task whose list item starts at `offset`; missing where nothing may change. */
  readonly onTask?: ((offset: number, done: boolean) => void) | undefined;
  readonly definitions: ReadonlyMap<string, Definition>;
  /** Footnote identifiers in the order they are first referred to. */
  readonly footnotes: readonly string[];
  readonly slugs: ReadonlyMap<Heading, string>;
  /** Makes element ids of this text unique in the page. */
  readonly prefix: string;
  readonly insideLink?: boolean;
  /** Draws any nodes: elements hold blocks and words alike. */
  readonly nodes: (nodes: readonly RootContent[], how: Rendering) => ReactNode[];
}

export function inlines(nodes: readonly PhrasingContent[], how: Rendering): ReactNode[] {
  // Position is identity here: the list is made anew from the text each time.
  return nodes.map((node, index) => <Fragment key={index}>{inline(node, how)}</Fragment>);
}

/** What was typed as a new line stays one. */
function withBreaks(text: string): ReactNode {
  const lines = text.split("\n");
  return lines.map((line, index) => (
    <Fragment key={index}>
      {index > 0 && <br />}
      {line}
    </Fragment>
  ));
}

export function anchorId(prefix: string, slug: string): string {
  return `${prefix}-at-${slug}`;
}

/** Not a fragment link: the page's base address would turn it into another page. */
function Jump({ id, label, children }: { readonly id: string; readonly label?: string; readonly children: ReactNode }) {
  return (
    <button
      type="button"
      className="jump"
      aria-label={label}
      onClick={() => document.getElementById(id)?.scrollIntoView({ block: "center" })}
    >
      {children}
    </button>
  );
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

/** Something that leads to `url`, where that is of a kind that may be followed. */
export function link(url: string, children: ReactNode, how: Rendering): ReactNode {
  if (how.insideLink === true) return children;
  if (url.startsWith("#")) return <Jump id={anchorId(how.prefix, decoded(url.slice(1)))}>{children}</Jump>;
  const target = linkTarget(url);
  if (target === null) return children;
  const path = ownPagePath(target);
  if (path !== null) return how.page(path, children);
  return (
    <a href={target} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}

/** A picture of this server; of any other only its address, since fetching it would tell them who reads. */
export function picture(url: string, alt: string, how: Rendering): ReactNode {
  const own = ownPicture(url);
  if (own !== null) return how.picture(own, alt);
  const target = linkTarget(url);
  if (target === null || how.insideLink === true) return alt;
  return (
    <a href={target} target="_blank" rel="noopener noreferrer nofollow" className="outside-picture">
      <ImageIcon aria-hidden size={15} />
      {alt === "" ? new URL(target).hostname : alt}
    </a>
  );
}

function footnoteMark(identifier: string, how: Rendering): ReactNode {
  const number = how.footnotes.indexOf(identifier) + 1;
  return (
    <sup>
      <Jump id={`${how.prefix}-footnote-${number}`} label={t("markdown.footnote", { number })}>
        {number}
      </Jump>
    </sup>
  );
}

export function inline(node: PhrasingContent, how: Rendering): ReactNode {
  switch (node.type) {
    case "text":
      return withBreaks(node.value);
    case "tag":
      return how.insideLink === true ? `#${node.value}` : how.tag(node.value);
    case "mention":
      return how.insideLink === true ? `@${node.value}` : how.mention(node.value);
    case "emphasis":
      return <em>{inlines(node.children, how)}</em>;
    case "strong":
      return <strong>{inlines(node.children, how)}</strong>;
    case "delete":
      return <del>{inlines(node.children, how)}</del>;
    case "inlineCode":
      return <code>{node.value}</code>;
    case "inlineMath":
      return <Formula source={node.value} isDisplayed={node.data?.isDisplayed === true} />;
    case "break":
      return <br />;
    case "link":
      return link(node.url, inlines(node.children, { ...how, insideLink: true }), how);
    case "linkReference": {
      const definition = how.definitions.get(node.identifier);
      if (definition === undefined) return inlines(node.children, how);
      return link(definition.url, inlines(node.children, { ...how, insideLink: true }), how);
    }
    case "image":
      return picture(node.url, node.alt ?? "", how);
    case "imageReference": {
      const definition = how.definitions.get(node.identifier);
      return definition === undefined ? (node.alt ?? "") : picture(definition.url, node.alt ?? "", how);
    }
    case "footnoteReference":
      return footnoteMark(node.identifier, how);
    case "element": {
      const inside = node.name === "a" ? { ...how, insideLink: true } : how;
      const [target, shown] = [node.attributes["href"], node.attributes["src"]];
      const children = how.nodes(node.children, inside);
      if (node.name === "a") return target === undefined ? children : link(target, children, how);
      if (node.name === "img") return shown === undefined ? null : picture(shown, node.attributes["alt"] ?? "", how);
      return element(node, children);
    }
    case "html":
      // Never markup: what was written is shown as it was written.
      return node.value;
    default:
      return null;
  }
}
