import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { act, render } from "@testing-library/react";
import { afterEach, beforeAll, expect, it, vi } from "vitest";

import type { Drawing } from "./inline";
import { Markdown } from "./Markdown";

/** The same texts that a browser is shown. */
const shared: unknown = JSON.parse(readFileSync(resolve("../tests/vectors/hostile.json"), "utf8"));
const texts = Array.isArray(shared) ? shared.filter((text): text is string => typeof text === "string") : [];

const drawing: Drawing = {
  tag: (tag) => <span>#{tag}</span>,
  mention: (name) => <span>@{name}</span>,
  page: (path, children) => <a href={path}>{children}</a>,
  picture: (address, alt) => <img src={address} alt={alt} />,
};
const allowed = new Set(["href", "target", "rel", "class", "src", "alt", "title", "dir", "lang", "start", "open", "id"]);
const harmless = /^(?:data-|aria-|colspan$|rowspan$|type$|tabindex$|disabled$|checked$|role$|hidden$|style$)/u;
const dangerous = "script, iframe, object, embed, style, link, meta, base, form, template, frame, frameset, video, audio";

beforeAll(async () => {
  // What notes with HTML and formulas fetch must be at hand, or nothing would be read.
  await Promise.all([import("./elements"), import("./mathSyntax"), import("./Typeset"), import("./Highlighted")]);
});
afterEach(() => vi.unstubAllGlobals());

async function drawn(text: string): Promise<HTMLElement> {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }));
  const { container } = render(<Markdown text={text} drawing={drawing} />);
  await act(() => new Promise((done) => setTimeout(done, 0)));
  await act(() => new Promise((done) => setTimeout(done, 0)));
  return container;
}

it("has a hundred hostile texts", () => {
  expect(texts.length).toBeGreaterThanOrEqual(100);
});

it.each(texts)("%j becomes nothing that runs or fetches", async (text) => {
  const container = await drawn(text);
  expect(container.querySelector(dangerous)).toBeNull();
  for (const element of container.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (element.closest("svg, [role=math]") !== null && !name.startsWith("on")) continue;
      expect(allowed.has(name) || harmless.test(name), `${name}="${value}" on ${element.tagName}`).toBe(true);
    }
  }
  for (const link of container.querySelectorAll("a")) expect(["http:", "https:", "mailto:", "tel:"]).toContain(link.protocol);
  for (const picture of container.querySelectorAll("img")) expect(picture.src.startsWith(`${location.origin}/file/`)).toBe(true);
});
