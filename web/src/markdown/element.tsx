/** Draws an HTML element of the allow-list, with the few attributes that say something about its content. */
import { createElement, type ReactNode } from "react";

import type { HtmlElement } from "./elements";

type Attributes = Readonly<Record<string, string>>;

const aligned = new Set(["left", "center", "right"]);
const directions = new Set(["ltr", "rtl", "auto"]);
/** Headings inside a note rank below the page's own. */
export const headings = ["h3", "h4", "h5", "h6", "h6", "h6"] as const;
const empties = new Set<string>(["br", "hr", "wbr"]);

function smallNumber(text: string | undefined): number | undefined {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 && number <= 100 ? number : undefined;
}

function properties({ title, dir = "", lang, align = "", colspan, rowspan }: Attributes): Record<string, unknown> {
  return {
    title,
    dir: directions.has(dir) ? dir : undefined,
    lang,
    "data-align": aligned.has(align) ? align : undefined,
    colSpan: smallNumber(colspan),
    rowSpan: smallNumber(rowspan),
  };
}

/** The tag to draw: what a paragraph may not hold is drawn by an element that may hold anything. */
function drawnAs({ name }: HtmlElement): string {
  const depth = /^h([1-6])$/u.exec(name)?.[1];
  if (depth !== undefined) return headings[Number(depth) - 1] ?? "h6";
  return name === "p" || name === "center" ? "div" : name;
}

function extras({ name, attributes }: HtmlElement): Record<string, unknown> {
  if (name === "center") return { "data-align": "center" };
  if (name === "details") return { open: "open" in attributes };
  if (name === "ol") return { start: smallNumber(attributes["start"]) };
  const depth = /^h([1-6])$/u.exec(name)?.[1];
  return depth === undefined ? {} : { "data-depth": depth };
}

export function element(node: HtmlElement, children: readonly ReactNode[]): ReactNode {
  const all = { ...properties(node.attributes), ...extras(node) };
  return empties.has(node.name) ? createElement(node.name, all) : createElement(drawnAs(node), all, ...children);
}
