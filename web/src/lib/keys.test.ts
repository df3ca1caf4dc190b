import { describe, expect, it } from "vitest";

import { actOf, isTyping, keys, spell } from "./keys";

const plain = { ctrlKey: false, metaKey: false, altKey: false };

describe("keys", () => {
  it("are each in the table once", () => {
    expect(new Set(keys.map((key) => key.press)).size).toBe(keys.length);
    expect(new Set(keys.map((key) => key.act)).size).toBe(keys.length);
  });

  it("come in pairs where the table says so", () => {
    expect(actOf("a", "g")).toBe("go-archive");
    expect(actOf("a", "")).toBe("archive");
    expect(actOf("n", "")).toBeNull();
  });

  it("count the command key, on either kind of keyboard, and no other modifier", () => {
    expect(spell({ ...plain, key: "z", ctrlKey: true })).toBe("Mod+z");
    expect(spell({ ...plain, key: "z", metaKey: true })).toBe("Mod+z");
    expect(spell({ ...plain, key: "e", altKey: true })).toBe("");
    expect(actOf(spell({ ...plain, key: "c", ctrlKey: true }), "")).toBeNull();
  });

  it("rest while somebody types", () => {
    expect(isTyping(document.createElement("textarea"))).toBe(true);
    expect(isTyping(document.createElement("button"))).toBe(false);
    expect(isTyping(null)).toBe(false);
  });
});
