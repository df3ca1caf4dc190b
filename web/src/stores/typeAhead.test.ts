import { afterEach, describe, expect, it, vi } from "vitest";

import { takeAhead, typeAhead } from "./typeAhead";

/** Press a key; false: it was no command. */
function press(key: string, more: KeyboardEventInit = {}): boolean {
  return document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
}

function focusOn(name: "textarea" | "input"): void {
  document.body.appendChild(document.createElement(name)).focus();
}

describe("what is typed ahead", () => {
  afterEach(() => {
    takeAhead();
    document.body.replaceChildren();
    vi.useRealTimers();
  });

  it("is kept, and was no command meanwhile", () => {
    typeAhead();
    expect([..."a pe"].map((key) => press(key))).toEqual([false, false, false, false]);
    expect(takeAhead()).toBe("a pe");
    expect(takeAhead()).toBe("");
  });

  it("has lines, and loses what is taken back", () => {
    typeAhead();
    const keys = ["a", "x", "Backspace", "Enter", "Delete", "ArrowUp", "b"];
    expect(keys.map((key) => press(key))).toEqual(keys.map(() => false));
    expect(takeAhead()).toBe("a\nb");
  });

  it.each(["textarea", "input"] as const)("ends where something is typed: in an element %s", (name) => {
    typeAhead();
    press("x");
    focusOn(name);
    expect(press("y")).toBe(true);
    expect(takeAhead()).toBe("x");
  });

  it("does not begin where somebody types already", () => {
    focusOn("textarea");
    typeAhead();
    expect(press("y")).toBe(true);
  });

  it("does not wait for ever, and keeps what was typed", () => {
    vi.useFakeTimers();
    typeAhead();
    press("x");
    vi.advanceTimersByTime(10_000);
    expect(press("a")).toBe(true);
    expect(takeAhead()).toBe("x");
  });

  it.each(["Escape", "Tab"])("is given up with %s", (key) => {
    typeAhead();
    press("x");
    press(key);
    expect(press("a")).toBe(true);
    expect(takeAhead()).toBe("");
  });

  it("is given up with a touch elsewhere", () => {
    typeAhead();
    press("x");
    document.body.dispatchEvent(new Event("pointerdown", { bubbles: true }));
    expect(takeAhead()).toBe("");
  });

  it("leaves commands with modifiers alone, not what a third level types", () => {
    typeAhead();
    expect(press("k", { ctrlKey: true })).toBe(true);
    expect(press("k", { altKey: true })).toBe(true);
    expect(press("@", { ctrlKey: true, altKey: true, modifierAltGraph: true })).toBe(false);
    expect(takeAhead()).toBe("@");
  });
});
