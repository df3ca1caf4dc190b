import { describe, expect, it } from "vitest";

import { matchingSlash, matchingTags, triggerIn } from "./completion";

const known = [
  { tag: "work", count: 9 },
  { tag: "home/garden", count: 3 },
  { tag: "Garden", count: 1 },
  { tag: "homework", count: 2 },
];
const names = (typed: string, recent: string[] = []) => matchingTags(typed, known, recent, 9).map(({ tag }) => tag);

const entry = (label: string, words = "") => ({ id: label, label, words, run: () => undefined });

describe("what is being typed", () => {
  it.each([
    ["see #ga", { kind: "tag", start: 4, typed: "ga" }],
    ["#", { kind: "tag", start: 0, typed: "" }],
    ["ask @an", { kind: "person", start: 4, typed: "an" }],
    ["see [[the pl", { kind: "note", start: 4, typed: "the pl" }],
    ["/ta", { kind: "slash", start: 0, typed: "ta" }],
  ])("%j is completed", (before, trigger) => expect(triggerIn(before)).toEqual(trigger));

  it.each(["mail@an", "and/or", "http://x", "# ", "[[a]] b", "plain"])("%j is not", (before) =>
    expect(triggerIn(before)).toBeNull(),
  );
});

describe("tags", () => {
  it("that begin so come before those with such a segment, and these before others", () => {
    expect(names("ga")).toEqual(["Garden", "home/garden"]);
    expect(names("work")).toEqual(["homework"]);
    expect(names("ho")).toEqual(["home/garden", "homework"]);
  });

  it("that were used lately come first, then the often used", () => {
    expect(names("")).toEqual(["work", "home/garden", "homework", "Garden"]);
    expect(names("", ["Garden", "homework"])).toEqual(["Garden", "homework", "work", "home/garden"]);
  });
});

describe("the slash menu", () => {
  const entries = [entry("Aufgabe", "task todo"), entry("Code block")];

  it("finds by each word of the name, and by the English one", () => {
    expect(matchingSlash("bl", entries).map(({ id }) => id)).toEqual(["Code block"]);
    expect(matchingSlash("task", entries).map(({ id }) => id)).toEqual(["Aufgabe"]);
    expect(matchingSlash("", entries)).toHaveLength(2);
    expect(matchingSlash("zz", entries)).toEqual([]);
  });
});
