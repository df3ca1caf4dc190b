/** The HTML elements that a note may contain. */
export const elementNames = [
  "a", "abbr", "b", "blockquote", "br", "caption", "center", "cite", "code", "dd", "del", "details", "dfn", "div", "dl",
  "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark",
  "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "summary", "sup", "table",
  "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var", "wbr",
] as const;

export type ElementName = (typeof elementNames)[number];

const known = new Set<string>(elementNames);

export function isElementName(name: string): name is ElementName {
  return known.has(name);
}
