/** The inline half of rendering: one React element for each node that is allowed, text for the rest. */
import type { Definition, PhrasingContent } from "mdast";
import { ImageIcon } from "lucide-react";
import { Fragment, type ReactNode } from "react";

import { linkTarget, ownPicture } from "./urls";

export interface Rendering {
  /** Draws a tag; inside links it is plain text. */
  readonly tag: (tag: string) => ReactNode;
  /** Ticks or clears the task whose list item starts at `offset`; missing where nothing may change. */
  readonly onTask?: ((offset: number, done: boolean) => void) | undefined;
  readonly definitions: ReadonlyMap<string, Definition>;
  /** Footnote identifiers in the order they are first referred to. */
  readonly footnotes: readonly string[];
  /** Makes element ids of this text unique in the page. */
  readonly prefix: string;
  readonly insideLink?: boolean;
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

function link(url: string, content: readonly PhrasingContent[], how: Rendering): ReactNode {
  const target = linkTarget(url);
  const children = inlines(content, { ...how, insideLink: true });
  if (target === null || how.insideLink === true) return children;
  return (
    <a href={target} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}

function picture(url: string, alt: string, how: Rendering): ReactNode {
  const own = ownPicture(url);
  if (own !== null) return <img src={own} alt={alt} loading="lazy" decoding="async" />;
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
  const id = `${how.prefix}-footnote-${number}`;
  // Not a fragment link: the page's base address would turn it into another page.
  return (
    <sup>
      <button
        type="button"
        className="footnote-mark"
        aria-label={`Footnote ${number}`}
        onClick={() => document.getElementById(id)?.scrollIntoView({ block: "center" })}
      >
        {number}
      </button>
    </sup>
  );
}

export function inline(node: PhrasingContent, how: Rendering): ReactNode {
  switch (node.type) {
    case "text":
      return withBreaks(node.value);
    case "tag":
      return how.insideLink === true ? `#${node.value}` : how.tag(node.value);
    case "emphasis":
      return <em>{inlines(node.children, how)}</em>;
    case "strong":
      return <strong>{inlines(node.children, how)}</strong>;
    case "delete":
      return <del>{inlines(node.children, how)}</del>;
    case "inlineCode":
      return <code>{node.value}</code>;
    case "break":
      return <br />;
    case "link":
      return link(node.url, node.children, how);
    case "linkReference": {
      const definition = how.definitions.get(node.identifier);
      return definition === undefined ? inlines(node.children, how) : link(definition.url, node.children, how);
    }
    case "image":
      return picture(node.url, node.alt ?? "", how);
    case "imageReference": {
      const definition = how.definitions.get(node.identifier);
      return definition === undefined ? (node.alt ?? "") : picture(definition.url, node.alt ?? "", how);
    }
    case "footnoteReference":
      return footnoteMark(node.identifier, how);
    case "html":
      // Never markup: what was written is shown as it was written.
      return node.value;
    default:
      return null;
  }
}
