/** The Markdown that notes are written in, with `#tags` and `@mentions`, as the editor reads it. */
import { markdownLanguage, pasteURLAsLink } from "@codemirror/lang-markdown";
import { Language } from "@codemirror/language";
import { styleTags, Tag, tags } from "@lezer/highlight";
import { type InlineContext, type MarkdownConfig, MarkdownParser } from "@lezer/markdown";

import { isTagCharacter, longestTag } from "../lib/tags";

export { pasteURLAsLink };

const tagName = Tag.define();
const mentionName = Tag.define();
const numberSign = 35;
const atSign = 64;
const longestMention = 63;
const mentionCharacter = /^[\p{L}\p{N}-]$/u;

/** Where a run of characters ends, counted in code points and cut off at the longest one. */
function endOf(text: string, belongs: (codePoint: number) => boolean, longest: number): number {
  let end = 0;
  let length = 0;
  for (const letter of text) {
    if (length === longest || !belongs(letter.codePointAt(0) ?? 0)) break;
    end += letter.length;
    length += 1;
  }
  return end;
}

/** The rest of the text around a position, no longer than the longest name. */
function after(cx: InlineContext, position: number): string {
  return cx.slice(position, Math.min(cx.end, position + 2 * longestTag));
}

function hashtag(cx: InlineContext, next: number, position: number): number {
  if (next !== numberSign) return -1;
  const length = endOf(after(cx, position + 1), isTagCharacter, longestTag);
  return length === 0 ? -1 : cx.addElement(cx.elt("Hashtag", position, position + 1 + length));
}

function isMentionCharacter(codePoint: number): boolean {
  return mentionCharacter.test(String.fromCodePoint(codePoint));
}

function mention(cx: InlineContext, next: number, position: number): number {
  if (next !== atSign) return -1;
  const before = position === cx.offset ? "" : cx.slice(position - 1, position);
  if (/[\p{L}\p{N}]/u.test(before)) return -1;
  const length = endOf(after(cx, position + 1), isMentionCharacter, longestMention + 1);
  const name = cx.slice(position + 1, position + 1 + length);
  if (length > longestMention || !/[\p{L}\p{N}]/u.test(name)) return -1;
  return cx.addElement(cx.elt("Mention", position, position + 1 + length));
}

const namesInNotes: MarkdownConfig = {
  defineNodes: [{ name: "Hashtag" }, { name: "Mention" }],
  parseInline: [
    { name: "Hashtag", parse: hashtag },
    { name: "Mention", parse: mention },
  ],
  // Underlined headings are no headings in notes: a line of dashes is a rule.
  remove: ["SetextHeading"],
  props: [
    styleTags({
      Hashtag: tagName,
      Mention: mentionName,
      "TaskMarker HeaderMark QuoteMark ListMark EmphasisMark LinkMark CodeMark StrikethroughMark TableDelimiter":
        tags.processingInstruction,
      "CodeInfo HorizontalRule": tags.meta,
    }),
  ],
};

/** Which class of `editor.css` each kind of text gets. */
export const looks: { tag: Tag | readonly Tag[]; class: string }[] = [
  { tag: tags.heading1, class: "md-h1" },
  { tag: tags.heading2, class: "md-h2" },
  { tag: [tags.heading3, tags.heading4, tags.heading5, tags.heading6], class: "md-h3" },
  { tag: tags.strong, class: "md-strong" },
  { tag: tags.emphasis, class: "md-em" },
  { tag: tags.strikethrough, class: "md-del" },
  { tag: tags.monospace, class: "md-code" },
  { tag: tags.link, class: "md-link" },
  { tag: tags.url, class: "md-url" },
  { tag: tags.quote, class: "md-quote" },
  { tag: tagName, class: "md-tag" },
  { tag: mentionName, class: "md-mention" },
  { tag: tags.processingInstruction, class: "md-mark" },
  { tag: tags.meta, class: "md-meta" },
];

function parserOf({ parser }: Language): MarkdownParser {
  if (!(parser instanceof MarkdownParser)) throw new TypeError("Markdown is read by another parser");
  return parser;
}

/** Not by `markdown()`: it brings along HTML, CSS and JavaScript, three times the size. */
export const noteLanguage = new Language(
  markdownLanguage.data,
  parserOf(markdownLanguage).configure(namesInNotes),
  [],
  "notes",
);
