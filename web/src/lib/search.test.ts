import { describe, expect, it } from "vitest";

import { everything, filterOf, matches, queryOf, quote, searchOf, terms } from "./search";

describe("terms", () => {
  it.each([
    ["", []],
    ["  two   words ", ["two", "words"]],
    ['a "whole phrase" b', ["a", "whole phrase", "b"]],
    ['"not closed', ["not closed"]],
    ['""', []],
  ])("splits %j", (words, expected) => {
    expect(terms(words)).toEqual(expected);
  });
});

describe("the filter", () => {
  it("asks for everything of the creator when nothing is looked for", () => {
    expect(filterOf(everything, "users/ada")).toBe('creator == "users/ada"');
  });

  it("joins the tag and every word", () => {
    expect(filterOf({ words: "red fox", tag: "a/b" }, "users/ada")).toBe(
      'creator == "users/ada" && tag in ["a/b"] && content.contains("red") && content.contains("fox")',
    );
  });

  it.each([
    ['say "hi"', String.raw`"say \"hi\""`],
    [String.raw`C:\new`, String.raw`"C:\\new"`],
    ["two\nlines\r\tand", String.raw`"two\nlines\r\tand"`],
    ["ünï 🎉 '", `"ünï 🎉 '"`],
  ])("quotes %j so that it cannot leave its literal", (text, literal) => {
    expect(quote(text)).toBe(literal);
  });
});

describe("the address", () => {
  it("gives back the search that it was made from", () => {
    const search = { words: 'a & "b c"', tag: "日本/書く#" };
    expect(searchOf(new URLSearchParams(queryOf(search)))).toEqual(search);
  });

  it("is bare when nothing is looked for", () => {
    expect(queryOf({ words: "  ", tag: "" })).toBe("");
  });
});

describe("matching what the browser has", () => {
  const memo = { content: "The Red fox", tags: ["Book/Sci", "x"] };

  it.each([
    [{ words: "red FOX", tag: "" }, true],
    [{ words: "red hen", tag: "" }, false],
    [{ words: "", tag: "book" }, true],
    [{ words: "", tag: "book/sci" }, true],
    [{ words: "", tag: "boo" }, false],
    [{ words: "fox", tag: "x" }, true],
  ])("answers %j with %s", (search, expected) => {
    expect(matches(search, memo)).toBe(expected);
  });
});
