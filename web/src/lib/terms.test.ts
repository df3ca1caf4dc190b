import { describe, expect, it } from "vitest";

import { parseTerms, quote, type Searched, startOfDay, termFilter, termMatches, termText } from "./terms";

const said = (text: string) => parseTerms(text).map(termFilter)[0];
const word = (value: string, not = false) => ({ kind: "word", value, not });

describe("reading what was typed", () => {
  it.each([
    ["", []],
    ["  two   words ", [word("two"), word("words")]],
    ['a "whole phrase" b', [word("a"), word("whole phrase"), word("b")]],
    ['"not closed', [word("not closed")]],
    ['""', []],
    ["-never", [word("never", true)]],
    ["tag:work/plan -tag:old", [{ kind: "tag", value: "work/plan", not: false }, { kind: "tag", value: "old", not: true }]],
    ['tag:"two words"', [{ kind: "tag", value: "two words", not: false }]],
    ["from:@ada", [{ kind: "from", value: "ada", not: false }]],
    ["has:open is:pinned", [{ kind: "has", value: "open", not: false }, { kind: "is", value: "pinned", not: false }]],
    ["on:2026-02-28", [{ kind: "on", value: "2026-02-28", not: false }]],
  ])("of %j", (text, expected) => {
    expect(parseTerms(text)).toEqual(expected);
  });

  it.each(["on:2026-02-30", "before:soon", "has:nothing", "http://example.org", "size:3"])(
    "takes %j for a word: it is no qualifier",
    (text) => {
      expect(parseTerms(text)).toEqual([word(text)]);
    },
  );

  it("gives back what was typed", () => {
    const text = 'fox "red hen" -tag:a/b has:task -is:public before:2026-01-01 from:ada';
    expect(parseTerms(text).map(termText).join(" ")).toBe(text);
  });
});

describe("the filter language", () => {
  it.each([
    ['say "hi"', String.raw`"say \"hi\""`],
    [String.raw`C:\new`, String.raw`"C:\\new"`],
    ["two\nlines\r\tand", String.raw`"two\nlines\r\tand"`],
    ["ünï 🎉 '", `"ünï 🎉 '"`],
  ])("quotes %j so that it cannot leave its literal", (text, literal) => {
    expect(quote(text)).toBe(literal);
  });

  it.each([
    ["fox", 'content.contains("fox")'],
    ["-fox", '!(content.contains("fox"))'],
    ["tag:a/b", 'tag in ["a/b"]'],
    ["from:ada", 'creator == "users/ada"'],
    ["has:open", "has_incomplete_tasks"],
    ["-is:pinned", "!(pinned)"],
    ["is:members", 'visibility == "PROTECTED"'],
  ])("says %j", (text, filter) => {
    expect(parseTerms(text).map(termFilter)).toEqual([filter]);
  });

  it("bounds days where they begin and end here", () => {
    const start = new Date(2026, 2, 28).toISOString();
    const end = new Date(2026, 2, 29).toISOString();
    expect(said("on:2026-03-28")).toBe(`created_ts >= timestamp("${start}") && created_ts < timestamp("${end}")`);
    expect(said("before:2026-03-28")).toBe(`created_ts < timestamp("${start}")`);
    expect(said("after:2026-03-28")).toBe(`created_ts >= timestamp("${end}")`);
  });
});

describe("asking a note that is here", () => {
  const note: Searched = {
    content: "The Red fox",
    tags: ["Book/Sci", "x"],
    creator: "users/ada",
    pinned: true,
    audience: "members",
    createdAt: startOfDay("2026-03-28") + 3_600_000,
    facts: { task: true, open: false, link: false, code: false, location: false },
  };

  it.each([
    ["red FOX", true],
    ["red hen", false],
    ["-hen", true],
    ["tag:book", true],
    ["tag:book/sci", true],
    ["tag:boo", false],
    ["-tag:x", false],
    ["on:2026-03-28", true],
    ["before:2026-03-28", false],
    ["after:2026-03-27", true],
    ["has:task -has:open", true],
    ["is:pinned is:members", true],
    ["is:public", false],
    ["from:ada", true],
    ["from:bob", false],
  ])("answers %j with %s", (text, expected) => {
    expect(parseTerms(text).every((term) => termMatches(term, note))).toBe(expected);
  });
});
