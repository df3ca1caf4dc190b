import { describe, expect, it } from "vitest";

import { everything, filterOf, isEverything, matches, queryOf, searchOf, soughtWords, toggled, without } from "./search";
import type { Searched, Term } from "./terms";

const note: Searched = {
  content: "The Red fox",
  tags: ["Book"],
  creator: "users/ada",
  pinned: false,
  audience: "private",
  createdAt: 0,
  facts: { task: false, open: false, link: false, code: false, location: false },
};

describe("the filter", () => {
  it("asks for everything of the creator when nothing is looked for", () => {
    expect(filterOf(everything, "users/ada")).toBe('creator == "users/ada"');
    expect(filterOf(everything, null)).toBe("");
  });

  it("joins the tag and every word, each once", () => {
    expect(filterOf({ ...everything, words: "red fox red", tag: "a/b" }, "users/ada")).toBe(
      'creator == "users/ada" && tag in ["a/b"] && content.contains("red") && content.contains("fox")',
    );
  });

  it("keeps a filter of one's own together", () => {
    expect(filterOf({ ...everything, words: "fox", filter: "pinned || has_code" }, "users/ada")).toBe(
      'creator == "users/ada" && (pinned || has_code) && content.contains("fox")',
    );
  });
});

describe("the address", () => {
  it("gives back the search that it was made from", () => {
    const search = { words: 'a & "b c"', tag: "日本/書く#", filter: 'content.contains("x")', order: "updated" } as const;
    expect(searchOf(new URLSearchParams(queryOf(search)))).toEqual(search);
  });

  it("is bare when nothing is looked for", () => {
    expect(queryOf({ words: "  ", tag: "" })).toBe("");
  });

  it("keeps an order apart from what is looked for", () => {
    expect(isEverything({ ...everything, order: "updated" })).toBe(true);
  });
});

describe("changing a search", () => {
  const day: Term = { kind: "on", value: "2026-03-28", not: false };

  it("adds a term, and takes it away again", () => {
    const chosen = toggled({ ...everything, words: "fox" }, day);
    expect(chosen.words).toBe("fox on:2026-03-28");
    expect(toggled(chosen, day).words).toBe("fox");
  });

  it("takes away the chosen tag, or one that was typed", () => {
    const search = { ...everything, tag: "a", words: "tag:b fox" };
    expect(without(search, { kind: "tag", value: "a", not: false })).toEqual({ ...search, tag: "" });
    expect(without(search, { kind: "tag", value: "b", not: false })).toEqual({ ...search, words: "fox" });
  });

  it("knows which words to mark", () => {
    expect(soughtWords({ ...everything, words: 'fox -hen tag:x "two words"' })).toEqual(["fox", "two words"]);
  });
});

describe("matching what the browser has", () => {
  it("answers by the terms", () => {
    expect(matches({ ...everything, words: "red", tag: "book" }, note)).toBe(true);
    expect(matches({ ...everything, words: "hen" }, note)).toBe(false);
  });

  it("leaves a filter of one's own to the server, unless the terms refuse already", () => {
    expect(matches({ ...everything, filter: "pinned" }, note)).toBeNull();
    expect(matches({ ...everything, filter: "pinned", words: "hen" }, note)).toBe(false);
  });
});
