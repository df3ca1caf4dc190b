import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import type { Drawing } from "./inline";
import { Markdown } from "./Markdown";

const drawing: Drawing = {
  tag: (tag) => <a href={`/?tag=${tag}`}>#{tag}</a>,
  mention: (name) => <a href={`/u/${name}`}>@{name}</a>,
  page: (path, children) => <a href={path}>{children}</a>,
  picture: (address, alt) => <img src={address} alt={alt} />,
};

function draw(text: string, onTask?: (offset: number, done: boolean) => void): HTMLElement {
  return render(<Markdown text={text} drawing={drawing} onTask={onTask} />).container;
}

describe("a hostile text", () => {
  it.each([
    ["<script>alert(1)</script>"],
    ["<img src=x onerror=alert(1)>"],
    ["a <b onclick=alert(1)>b</b>"],
    ["[x](javascript:alert(1))"],
    ["[x](JaVaScRiPt:alert(1))"],
    ["[x](&#106;avascript:alert(1))"],
    ["[x](data:text/html,<script>alert(1)</script>)"],
    ["[x](vbscript:alert(1))"],
    ["[x]: javascript:alert(1)\n\n[x]"],
    ["![x](javascript:alert(1))"],
    ["![x](https://stranger.example/pixel.png)"],
    ["<javascript:alert(1)>"],
    ["<iframe src=//stranger.example></iframe>"],
    ["<svg><script>alert(1)</script></svg>"],
    ["<style>*{display:none}</style>"],
    ["[x](https://a.example\"onmouseover=\"alert(1))"],
  ])("%s is words, never markup", (text) => {
    const drawn = draw(text);
    expect(drawn.querySelector("script, img, iframe, svg script, style, [onclick], [onerror], [onmouseover]")).toBeNull();
    for (const link of drawn.querySelectorAll("a")) expect(["http:", "https:"]).toContain(link.protocol);
  });
});

describe("rendering", () => {
  it("keeps typed lines apart", () => {
    expect(draw("one\ntwo").querySelector("br")).not.toBeNull();
  });

  it("links out without telling where from", () => {
    draw("[there](https://example.com)");
    const link = screen.getByRole("link", { name: "there" });
    expect(link.getAttribute("rel")).toBe("noopener noreferrer nofollow");
    expect(link.getAttribute("target")).toBe("_blank");
  });

  it("draws tags, but not inside links and code", () => {
    draw("#a [#b](https://example.com) `#c`");
    expect(screen.getAllByRole("link").map((link) => link.textContent)).toEqual(["#a", "#b"]);
    expect(screen.getByRole("link", { name: "#b" }).getAttribute("href")).toBe("https://example.com/");
  });

  it("draws tables with their alignment", () => {
    draw("| a | b |\n|--|-:|\n| 1 | 2 |");
    const cells = within(screen.getByRole("table")).getAllByRole("cell");
    expect(cells.map((cell) => cell.dataset["align"])).toEqual([undefined, "right"]);
  });

  it("numbers footnotes by their first mention", () => {
    const drawn = draw("x[^b] y[^a]\n\n[^a]: second\n[^b]: first");
    expect([...drawn.querySelectorAll(".footnotes li")].map((note) => note.textContent)).toEqual(["first", "second"]);
  });

  it("tells which task was ticked", async () => {
    const onTask = vi.fn<(offset: number, done: boolean) => void>();
    draw("- [x] one\n- [ ] two", onTask);
    await userEvent.click(screen.getByRole("checkbox", { name: "two" }));
    expect(onTask).toHaveBeenCalledExactlyOnceWith(10, true);
  });

  it("lets nobody tick where nothing may change", () => {
    draw("- [ ] one");
    expect(screen.getByRole("checkbox").hasAttribute("disabled")).toBe(true);
  });
});

const taskText = (done: string) => <Markdown text={`- [${done}] one`} drawing={drawing} onTask={vi.fn<() => void>()} />;

it("shows a tick at once, and what the text says after it changed back", async () => {
  const { rerender } = render(taskText(" "));
  const box = screen.getByRole<HTMLInputElement>("checkbox", { name: "one" });
  await userEvent.click(box);
  expect(box.checked).toBe(true);
  rerender(taskText("x"));
  rerender(taskText(" "));
  expect(box.checked).toBe(false);
});
