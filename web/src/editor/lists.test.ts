import { describe, expect, it } from "vitest";

import { itemOf, listAround, moved, renumbered } from "./lists";

describe("an item", () => {
  it.each([
    ["- a", { indent: 0, inner: 2, number: null, delimiter: "" }],
    ["  * a", { indent: 2, inner: 4, number: null, delimiter: "" }],
    ["10) a", { indent: 0, inner: 4, number: 10, delimiter: ")" }],
  ])("%j is read", (line, item) => expect(itemOf(line)).toEqual(item));

  it.each(["-a", "1.a", "text", "**bold** text"])("%j is none", (line) => expect(itemOf(line)).toBeNull());
});

describe("moving in", () => {
  it("puts an item under the one before it, where that one's text begins", () => {
    expect(moved(["1. a", "2. b", "3. c"], 1, 1, true)).toEqual(["1. a", "   1. b", "2. c"]);
  });

  it("takes along what is below an item", () => {
    expect(moved(["- a", "- b", "  - c", "- d"], 1, 1, true)).toEqual(["- a", "  - b", "    - c", "- d"]);
  });

  it("goes on counting where the level is there already", () => {
    expect(moved(["1. a", "   1. b", "2. c"], 2, 2, true)).toEqual(["1. a", "   1. b", "   2. c"]);
  });

  it("moves several at once", () => {
    expect(moved(["- a", "- b", "- c"], 1, 2, true)).toEqual(["- a", "  - b", "  - c"]);
  });

  it("is not possible for the first item, nor twice for an only child", () => {
    expect(moved(["- a", "- b"], 0, 0, true)).toBeNull();
    expect(moved(["- a", "  - b"], 1, 1, true)).toBeNull();
  });
});

describe("moving out", () => {
  it("puts an item beside its parent and counts anew", () => {
    expect(moved(["1. a", "   1. b", "   2. c", "2. d"], 1, 1, false)).toEqual(["1. a", "2. b", "   1. c", "3. d"]);
  });

  it("is not possible where nothing is above", () => {
    expect(moved(["- a"], 0, 0, false)).toBeNull();
  });
});

describe("a list", () => {
  it("keeps the number it begins with", () => {
    expect(renumbered(["5. a", "9. b", "- c", "7. d"])).toEqual(["5. a", "6. b", "- c", "7. d"]);
  });

  it("ends at an empty line", () => {
    expect(listAround(["- a", "", "- b", "  more", "text"], 2)).toEqual([2, 3]);
    expect(listAround(["text", "- a"], 0)).toBeNull();
  });
});
