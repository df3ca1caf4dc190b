import { afterEach, describe, expect, it } from "vitest";

import { typeAhead } from "./typeAhead";

function press(key: string, more: KeyboardEventInit = {}): boolean {
  return document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
}

function arrive(): HTMLTextAreaElement {
  const area = document.body.appendChild(document.createElement("textarea"));
  area.focus();
  return area;
}

describe("what is typed ahead", () => {
  afterEach(() => {
    press("Escape");
    document.body.replaceChildren();
  });

  it("is in the text when that comes, and was no command meanwhile", () => {
    typeAhead();
    const wasCommand = [..."a pe"].map((key) => press(key));
    let told = "";
    document.addEventListener("input", ({ target }) => {
      if (target instanceof HTMLTextAreaElement) told = target.value;
    }, { once: true });
    expect(arrive().value).toBe("a pe");
    expect(told).toBe("a pe");
    expect(wasCommand).toEqual([false, false, false, false]);
  });

  it("ends where it went, so that later keys go where they are typed", () => {
    typeAhead();
    press("x");
    arrive();
    expect(press("y")).toBe(true);
    expect(arrive().value).toBe("");
  });

  it.each(["Escape", "Tab"])("is given up with %s", (key) => {
    typeAhead();
    press("x");
    press(key);
    expect(press("a")).toBe(true);
    expect(arrive().value).toBe("");
  });

  it("leaves commands with modifiers alone", () => {
    typeAhead();
    expect(press("k", { ctrlKey: true })).toBe(true);
    expect(arrive().value).toBe("");
  });
});
