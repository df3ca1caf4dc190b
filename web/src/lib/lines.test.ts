import { describe, expect, it } from "vitest";

import { continuedList, type Edit, toggledTask, typeInto, withTask } from "./lines";

function applied(text: string, edit: Edit | null): string | null {
  if (edit === null) return null;
  const done = text.slice(0, edit.start) + edit.by + text.slice(edit.end);
  return `${done.slice(0, edit.caret)}|${done.slice(edit.caret)}`;
}

function at(marked: string): [string, number] {
  return [marked.replace("|", ""), marked.indexOf("|")];
}

describe("Enter in a list", () => {
  it.each([
    ["- one|", "- one\n- |"],
    ["  * one|", "  * one\n  * |"],
    ["9. one|", "9. one\n10. |"],
    ["- [x] done|", "- [x] done\n- [ ] |"],
    ["a\n- |", "a\n|"],
    ["- on|e", "- on\n- |e"],
    ["plain|", null],
    ["|- one", null],
  ])("turns %j into %j", (before, after) => {
    const [text, caret] = at(before);
    expect(applied(text, continuedList(text, caret))).toBe(after);
  });
});

describe("the task button", () => {
  it.each([
    ["buy| milk", "- [ ] buy| milk"],
    ["- [ ] buy| milk", "buy| milk"],
    ["a\n- [x] |b", "a\n|b"],
    ["|", "- [ ] |"],
  ])("turns %j into %j", (before, after) => {
    const [text, caret] = at(before);
    expect(applied(text, toggledTask(text, caret))).toBe(after);
  });
});

it("ticks the box of one item only", () => {
  const text = "- [ ] a\n- [ ] b";
  expect(withTask(text, 8, true)).toBe("- [ ] a\n- [x] b");
  expect(withTask("- [X] a", 0, false)).toBe("- [ ] a");
  expect(withTask("no box", 0, true)).toBe("no box");
});

it("types into an area so that its listeners know", () => {
  const area = document.createElement("textarea");
  document.body.append(area);
  area.value = "see #ga";
  let heard = "";
  area.addEventListener("input", () => {
    heard = area.value;
  });
  typeInto(area, { start: 4, end: 7, by: "#garden ", caret: 12 });
  expect(heard).toBe("see #garden ");
  expect(area.selectionStart).toBe(12);
  area.remove();
});
