import { describe, expect, it } from "vitest";

import { cssColor, inkOn, isBlurred, ruleOf, type TagRule } from "./tagRules";

const plain: TagRule = { color: null, isBlurred: false };
const hidden: TagRule = { color: null, isBlurred: true };

describe("rules of tags", () => {
  it("prefer the exact tag", () => {
    const rules = new Map([["wor.*", hidden], ["work", plain]]);
    expect(ruleOf(rules, "work")).toBe(plain);
    expect(ruleOf(rules, "world")).toBe(hidden);
  });

  it("match whole tags", () => {
    expect(ruleOf(new Map([["work", hidden]]), "homework")).toBeNull();
    expect(ruleOf(new Map([["a|b", hidden]]), "ab")).toBeNull();
  });

  it("live with a tag that is no pattern", () => {
    const rules = new Map([["C++", hidden]]);
    expect(ruleOf(rules, "C++")).toBe(hidden);
    expect(ruleOf(rules, "C")).toBeNull();
  });

  it("blur a note by any of its tags", () => {
    expect(isBlurred(new Map([["secret/.*", hidden]]), ["a", "secret/b"])).toBe(true);
    expect(isBlurred(new Map([["secret/.*", hidden]]), ["a"])).toBe(false);
  });
});

describe("colours", () => {
  it("stay colours whatever was stored", () => {
    expect(cssColor({ red: 2, green: -1, blue: 0.5 })).toBe("rgb(100% 0% 50%)");
  });

  it("are written on in what can be read", () => {
    expect(inkOn({ red: 1, green: 1, blue: 0 })).toBe("#000");
    expect(inkOn({ red: 0, green: 0, blue: 0.6 })).toBe("#fff");
  });
});
