import { insertNewlineContinueMarkup } from "@codemirror/lang-markdown";
import { EditorSelection, EditorState, type StateCommand } from "@codemirror/state";
import { describe, expect, it } from "vitest";

import { formats } from "./formats";
import { enterInTable, shiftTab, tab } from "./moving";
import { noteLanguage } from "./syntax";

/** A text with its selection: `a‹b›c`, or `a|c` for a caret. */
function stateOf(marked: string): EditorState {
  const caret = marked.indexOf("|");
  const [from, to] = [marked.indexOf("‹"), marked.indexOf("›") - 1];
  const selection = caret >= 0 ? EditorSelection.single(caret) : EditorSelection.single(from, to);
  return EditorState.create({ doc: marked.replaceAll(/[|‹›]/gu, ""), selection, extensions: noteLanguage.extension });
}

function shown(state: EditorState): string {
  const { from, to, empty } = state.selection.main;
  const doc = state.doc.toString();
  if (empty) return `${doc.slice(0, from)}|${doc.slice(from)}`;
  return `${doc.slice(0, from)}‹${doc.slice(from, to)}›${doc.slice(to)}`;
}

function after(marked: string, command: StateCommand): string {
  let state = stateOf(marked);
  command({ state, dispatch: (transaction) => (state = transaction.state) });
  return shown(state);
}

/** Tables are full of bars: their caret is given apart. */
function afterAt(text: string, caret: number, command: StateCommand): { text: string; selected: string; done: boolean } {
  let state = EditorState.create({ doc: text, selection: { anchor: caret }, extensions: noteLanguage.extension });
  const done = command({ state, dispatch: (transaction) => (state = transaction.state) });
  const { from, to } = state.selection.main;
  return { text: state.doc.toString(), selected: state.sliceDoc(from, to), done };
}

describe("marks", () => {
  it.each([
    ["a ‹word› b", "a **‹word›** b"],
    ["a **‹word›** b", "a ‹word› b"],
    ["a wo|rd b", "a **wo|rd** b"],
    ["|", "**|**"],
  ])("bold makes %j into %j", (before, wanted) => expect(after(before, formats.bold)).toBe(wanted));

  it("italic goes inside bold without undoing it", () => {
    expect(after("**‹word›**", formats.italic)).toBe("***‹word›***");
  });
});

describe("heads of lines", () => {
  it.each([
    ["ta|sk", formats.tasks, "- [ ] ta|sk"],
    ["- [ ] ta|sk", formats.tasks, "ta|sk"],
    ["- ta|sk", formats.tasks, "- [ ] ta|sk"],
    ["‹a\nb›", formats.numbers, "1. ‹a\n2. b›"],
    ["## a|b", formats.h1, "# a|b"],
    ["# a|b", formats.paragraph, "a|b"],
    ["|", formats.quote, "> |"],
  ])("%j becomes what was wanted", (before, command, wanted) =>
    expect(after(before, command).replaceAll(/[‹›]/gu, "")).toBe(wanted.replaceAll(/[‹›]/gu, "")),
  );

  it("ticks tasks, and clears them when all are done", () => {
    expect(after("‹- [ ] a\n- [x] b›", formats.tick)).toContain("- [x] a\n- [x] b");
    expect(after("- [x] a|", formats.tick)).toBe("- [ ] a|");
  });
});

describe("blocks", () => {
  it("fences are longer than those inside", () => {
    expect(after("‹```\nx\n```›", formats.codeBlock)).toContain("````\n```\nx\n```");
  });

  it("a table begins in its first cell", () => {
    expect(after("text|", formats.table)).toContain("text\n\n|");
  });
});

describe("Enter", () => {
  it.each([
    ["- a|", "- a\n- |"],
    ["- [x] a|", "- [x] a\n- [ ] |"],
    ["1. a|\n2. b", "1. a\n2. |\n3. b"],
    ["> a|", "> a\n> |"],
  ])("continues %j", (before, wanted) => expect(after(before, insertNewlineContinueMarkup)).toBe(wanted));
});

describe("Tab", () => {
  it("moves items in and out with their numbers", () => {
    expect(after("1. a\n2. b|\n3. c", tab)).toBe("1. a\n   1. b|\n2. c");
    expect(after("1. a\n   1. b|\n2. c", shiftTab)).toBe("1. a\n2. b|\n3. c");
  });

  it("leaves the editor elsewhere", () => {
    expect(tab({ state: stateOf("text|"), dispatch: () => undefined })).toBe(false);
  });

  it("goes through the cells of a table", () => {
    const text = "| a | b |\n| - | - |\n| 1 | 2 |";
    expect(afterAt(text, 3, tab).selected).toBe("b");
    expect(afterAt(text, text.length - 2, tab).text).toContain("\n|   |   |");
    expect(afterAt(text, text.length - 2, shiftTab).selected).toBe("1");
  });
});

describe("Enter in a table", () => {
  const text = "| a |\n| - |\n| 1 |";
  it("begins another row behind the last one, and ends the table on an empty one", () => {
    const grown = afterAt(text, text.length - 2, enterInTable);
    expect(grown.text.split("\n")).toHaveLength(4);
    const ended = afterAt(grown.text, grown.text.length - 2, enterInTable);
    expect(ended.text).toBe("| a |\n| - |\n| 1 |\n");
  });

  it("is plain in the head", () => {
    expect(afterAt(text, 3, enterInTable).done).toBe(false);
  });
});
