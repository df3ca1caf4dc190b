import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import type { Drawing } from "./inline";
import { Markdown } from "./Markdown";
import { bareAddresses, outlineOf, parse } from "./parse";

const drawing: Drawing = {
  tag: (tag) => <span className="tag">#{tag}</span>,
  mention: (name) => <span className="mention">@{name}</span>,
  page: (path, children) => <a href={path}>{children}</a>,
  picture: (address, alt) => <img src={address} alt={alt} />,
};

function draw(text: string): HTMLElement {
  return render(<Markdown text={text} drawing={drawing} prefix="note" />).container;
}

describe("HTML that is allowed", () => {
  it("becomes elements around Markdown", async () => {
    const drawn = draw("<details><summary>More</summary>\n\nInside **bold** <kbd>Ctrl</kbd>\n\n</details>");
    await expect.poll(() => drawn.querySelector("details strong")?.textContent).toBe("bold");
    expect(drawn.querySelector("details > summary")?.textContent).toBe("More");
    expect(drawn.querySelector("details kbd")?.textContent).toBe("Ctrl");
  });

  it("ranks its headings below those of the page, and drops what it says about looks", async () => {
    const drawn = draw('<h1 style="position:fixed" class="fixed" id="root" align="center">Big</h1>');
    await expect.poll(() => drawn.querySelector("h3")).not.toBeNull();
    expect(drawn.querySelector("h3")?.outerHTML).toBe('<h3 data-align="center" data-depth="1">Big</h3>');
  });

  it("makes of a page in a frame a link to it, and asks nobody", async () => {
    const drawn = draw('<iframe src="https://video.example.org/embed/1" title="A film" onload="x()"></iframe> and <b>more</b>');
    await expect.poll(() => drawn.querySelector("a")?.getAttribute("href")).toBe("https://video.example.org/embed/1");
    expect(drawn.textContent).toBe("A film and more");
    expect(drawn.querySelector("iframe")).toBeNull();
    expect(draw('<iframe src="javascript:alert(1)"></iframe>').querySelector("a, iframe")).toBeNull();
  });

  it.each([
    ["closed", '<iframe src="https://a.example/1" title="One"></iframe>', ""],
    ["closed around words", '<iframe src="https://a.example/1" title="One">No frames?</iframe>', "No frames?"],
    ["closed by itself", '<iframe src="https://a.example/1" title="One" />', ""],
    ["not closed", '<iframe src="https://a.example/1" title="One">', ""],
  ])("hides nothing behind a frame that is %s", async (_how, frame, inside) => {
    const drawn = draw(`before ${frame} **behind**\n\n${frame}\n\nthe *rest*\n\n<script>top.hit = 1</script>`);
    await expect.poll(() => drawn.querySelectorAll("a").length).toBeGreaterThan(0);
    expect(drawn.querySelector("strong")?.textContent).toBe("behind");
    expect(drawn.querySelector("em")?.textContent).toBe("rest");
    expect(drawn.textContent).toBe(`before One${inside} behindOne${inside}the rest<script>top.hit = 1</script>`);
    expect(drawn.querySelector("iframe, script")).toBeNull();
    expect([...drawn.querySelectorAll("a")].map(({ protocol }) => protocol)).toEqual(["https:", "https:"]);
  });

  it("leaves what is not allowed as it was written", async () => {
    const drawn = draw("a <b>bold</b> <blink>x</blink>");
    await expect.poll(() => drawn.querySelector("b")?.textContent).toBe("bold");
    expect(drawn.textContent).toBe("a bold <blink>x</blink>");
  });
});

describe("formulas", () => {
  it("are told from prices", async () => {
    const drawn = draw("$20,000 and $30,000, but $x^2$ and $$\\frac12$$");
    await expect.poll(() => drawn.querySelectorAll("[role=math]").length).toBe(2);
    expect(screen.getByRole("math", { name: "x^2" })).toBeTruthy();
    expect(drawn.textContent).toContain("$20,000 and $30,000");
  });

  it("are shown as they were written when they cannot be set", async () => {
    const drawn = draw("$\\frac{$");
    await expect.poll(() => drawn.textContent).toContain("\\frac{");
  });
});

describe("the grammar", () => {
  it("mentions people behind the end of a word alone", () => {
    const drawn = draw("@ada, (@bob-2) x@carl @ada@example.com @- \\@dora");
    expect([...drawn.querySelectorAll(".mention")].map(({ textContent }) => textContent)).toEqual(["@ada", "@bob-2", "@ada"]);
  });

  it("knows no underlined headings", () => {
    const drawn = draw("text\n---\nmore\n===");
    expect(drawn.querySelector("h3, h4")).toBeNull();
    expect(drawn.querySelector("hr")).not.toBeNull();
  });

  it("gives headings the anchors that GitHub gives them", () => {
    expect(outlineOf("# One Two!\n## One two\n##### deep\n# مرحبا").map(({ slug }) => slug)).toEqual([
      "one-two",
      "one-two-1",
      "مرحبا",
    ]);
    expect(draw("## Hello, World").querySelector("h4")?.id).toBe("note-at-hello-world");
  });

  it("tells addresses that stand alone", () => {
    expect(bareAddresses(parse("https://a.example\nin https://b.example text\n\n<https://c.example>\n\n[d](https://d.example)"))).toEqual([
      "https://a.example",
      "https://c.example",
    ]);
  });

  it("leads to its own pages without leaving this one", () => {
    draw(`[note](${location.origin}/memos/abc?x=1) [file](${location.origin}/file/attachments/x/y)`);
    expect(screen.getByRole("link", { name: "note" }).getAttribute("href")).toBe("/memos/abc?x=1");
    expect(screen.getByRole("link", { name: "file" }).getAttribute("target")).toBe("_blank");
  });
});
