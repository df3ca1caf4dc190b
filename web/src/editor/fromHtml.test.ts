import { describe, expect, it } from "vitest";

import { markdownOf } from "./fromHtml";
import { isFormatted } from "./pasting";

describe("pasted HTML", () => {
  it.each([
    ["<h2>Title</h2><p>A <b>bold</b> and <i>soft</i> word</p>", "## Title\n\nA **bold** and *soft* word"],
    ['<p><a href="https://example.org/">there</a></p>', "[there](https://example.org/)"],
    ["<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"],
    ["<ol start=3><li>a</li><li>b</li></ol>", "3. a\n4. b"],
    ["<table><tr><th>a</th></tr><tr><td>1</td></tr></table>", "| a   |\n| --- |\n| 1   |"],
    ["<p>x</p><script>bad()</script><style>p{}</style>", "x"],
    ['<img src="https://example.org/p.png" alt="A picture">', "[A picture](https://example.org/p.png)"],
    ['<img src="data:image/png;base64,AAAA" alt="inside">', "inside"],
  ])("%j becomes Markdown", (html, text) => expect(markdownOf(html)).toBe(text));

  it("is taken for formatted only when it says more than its text", () => {
    expect(isFormatted("<meta charset=utf-8><span>plain</span>")).toBe(false);
    expect(isFormatted('<a class="x" href="y">z</a>')).toBe(true);
  });
});
