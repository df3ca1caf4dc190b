import { highlightTree, tagHighlighter } from "@lezer/highlight";
import { expect, it } from "vitest";

import { highlightBlocks } from "./colours";
import { looks, noteLanguage } from "./syntax";

const part = `# Heading *soft*

Some **bold** \`code\`, a [link](https://example.org) and #tag/one @ada

> quoted **text**
> - [ ] with a task

- [x] done
  1. nested \`code\`

| a | b |
| - | - |
| *1* | y |

    indented

---

`;
const text = part.repeat(40);
const highlighter = tagHighlighter(looks);
const tree = noteLanguage.parser.parse(text);

type Span = readonly [number, number, string];

function spans(of: typeof highlightBlocks, from: number, to: number): Span[] {
  const found: Span[] = [];
  of(tree, highlighter, (start, end, classes) => found.push([start, end, classes]), from, to);
  return found;
}

it.each([
  [0, text.length],
  [0, 10],
  [part.length * 20 + 3, part.length * 21 + 60],
  [text.length - 150, text.length],
  [text.length, text.length],
])("gives the text from %i to %i the colours that it has in the whole", (from, to) => {
  expect(spans(highlightBlocks, from, to)).toEqual(spans(highlightTree, from, to));
});

it("knows many colours here", () => {
  expect(new Set(spans(highlightTree, 0, text.length).map(([, , classes]) => classes)).size).toBeGreaterThan(8);
});
