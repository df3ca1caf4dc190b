import { describe, expect, it } from "vitest";

import { completions, tagBeingTyped } from "./tags";

describe("the tag being typed", () => {
  it.each([
    ["#", 1, { start: 0, typed: "" }],
    ["see #gar", 8, { start: 4, typed: "gar" }],
    ["see #garden now", 8, { start: 4, typed: "gar" }],
    ["a #b/ü-1", 8, { start: 2, typed: "b/ü-1" }],
    ["#🎉", 3, { start: 0, typed: "🎉" }],
    ["see #gar den", 12, null],
    ["no tag", 6, null],
    ["#a.b", 4, null],
    ["", 0, null],
  ])("in %j at %i is %j", (text, caret, expected) => {
    expect(tagBeingTyped(text, caret)).toEqual(expected);
  });

  it("ends after a hundred characters", () => {
    expect(tagBeingTyped(`#${"a".repeat(100)}`, 101)).not.toBeNull();
    expect(tagBeingTyped(`#${"a".repeat(101)}`, 102)).toBeNull();
  });
});

describe("completions", () => {
  const known = ["work", "home/work", "Garden", "works"];

  it("puts what starts with the typed text before what contains it", () => {
    expect(completions("wor", known, 9)).toEqual(["work", "works", "home/work"]);
  });

  it("leaves out what is typed already and heeds the limit", () => {
    expect(completions("WORK", known, 9)).toEqual(["works", "home/work"]);
    expect(completions("", known, 2)).toEqual(["work", "home/work"]);
  });
});
