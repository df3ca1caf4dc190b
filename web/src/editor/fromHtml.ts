/** HTML from the clipboard as Markdown. Fetched when something formatted is pasted. */
import { gfm } from "@joplin/turndown-plugin-gfm";
import Turndown from "turndown";

const turndown = new Turndown({
  headingStyle: "atx",
  bulletListMarker: "-",
  codeBlockStyle: "fenced",
  emDelimiter: "*",
  hr: "---",
});
turndown.use(gfm);
turndown.remove(["script", "style", "head", "title", "noscript", "iframe", "object"]);
// Pictures of other servers would tell them who reads: only their description stays.
turndown.addRule("picture", {
  filter: "img",
  replacement: (_content, node) => {
    const [alt, source] = [node.getAttribute("alt") ?? "", node.getAttribute("src") ?? ""];
    return /^https?:/iu.test(source) ? `[${alt === "" ? source : alt}](${source})` : alt;
  },
});
// Three spaces after a bullet are one too many to write on with.
turndown.addRule("item", {
  filter: "li",
  replacement: (content, node, options) => {
    const { parentNode: list } = node;
    const place = list === null ? 0 : [...list.children].indexOf(node);
    const isOrdered = list instanceof HTMLElement && list.nodeName === "OL";
    const start = isOrdered ? Number(list.getAttribute("start") ?? "1") : 0;
    const marker = isOrdered ? `${start + place}. ` : `${options.bulletListMarker ?? "-"} `;
    const text = content.trim().replaceAll(/\n(?=.)/gu, `\n${" ".repeat(marker.length)}`);
    return `${marker}${text}${node.nextElementSibling === null ? "" : "\n"}`;
  },
});

export function markdownOf(html: string): string {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  return turndown.turndown(body).replaceAll("\u00a0", " ").trim();
}
