import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";

import { parse, plainText, tagsOf } from "./parse";

interface Vector {
  readonly content: string;
  readonly tags: readonly string[];
}

function isVector(value: unknown): value is Vector {
  return typeof value === "object" && value !== null && "content" in value && typeof value.content === "string";
}

/** The same texts that the server is held to. */
const vectors: Vector[] = [];
const shared: unknown = JSON.parse(readFileSync(resolve("../tests/vectors/markdown.json"), "utf8"));
if (Array.isArray(shared)) {
  for (const value of shared) if (isVector(value)) vectors.push({ content: value.content, tags: value.tags ?? [] });
}

it("has vectors to be held to", () => {
  expect(vectors.length).toBeGreaterThan(50);
});

it.each(vectors)("finds the server's tags in $content", ({ content, tags }) => {
  expect(tagsOf(content)).toEqual(tags);
});

describe("plain text", () => {
  it("is what a reader sees", () => {
    expect(plainText(parse("**a** `b` #c [d](https://e.f) ![g](h)"))).toBe("a b #c d g");
  });
});
