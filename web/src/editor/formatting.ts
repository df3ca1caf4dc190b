/** What the toolbar and its keys do to the text. */
import type { ChangeSpec, EditorState, SelectionRange, StateCommand } from "@codemirror/state";
import { EditorSelection } from "@codemirror/state";

/** Put marks around the selection, or take them away where they are. */
export function toggleMark(mark: string): StateCommand {
  return ({ state, dispatch }) => {
    const change = state.changeByRange((range) => marked(state, range, mark));
    dispatch(state.update(change, { scrollIntoView: true, userEvent: "input.format" }));
    return true;
  };
}

function isMarked(state: EditorState, { from, to }: SelectionRange, mark: string): boolean {
  const size = mark.length;
  const around = state.sliceDoc(from - size, from) === mark && state.sliceDoc(to, to + size) === mark;
  // The inner stars of bold are no italics.
  const isPart = state.sliceDoc(from - size - 1, from - size) === mark && state.sliceDoc(from - size - 2, from - size - 1) !== mark;
  return around && !(size === 1 && isPart);
}

function marked(state: EditorState, selected: SelectionRange, mark: string) {
  const word = selected.empty ? state.wordAt(selected.head) : null;
  const range = word ?? selected;
  const size = mark.length;
  if (isMarked(state, range, mark)) {
    const changes = [
      { from: range.from - size, to: range.from },
      { from: range.to, to: range.to + size },
    ];
    return { changes, range: EditorSelection.range(selected.anchor - size, selected.head - size) };
  }
  const changes = [
    { from: range.from, insert: mark },
    { from: range.to, insert: mark },
  ];
  return { changes, range: EditorSelection.range(selected.anchor + size, selected.head + size) };
}

/** Every line that the selection touches. */
function selectedLines(state: EditorState) {
  const starts = new Set<number>();
  for (const { from, to } of state.selection.ranges)
    for (let at = from; at <= to; at = state.doc.lineAt(at).to + 1) starts.add(state.doc.lineAt(at).from);
  return [...starts].map((start) => state.doc.lineAt(start));
}

/** What stands at the head of a line: heading, quote, list. */
const lead = /^(\s*)(#{1,6}\s+|[-*+]\s+\[[ xX]\]\s+|[-*+]\s+|\d{1,9}[.)]\s+|>\s?)?/u;

function changeLeads(make: (index: number) => string): StateCommand {
  return ({ state, dispatch }) => {
    const lines = selectedLines(state);
    const leads = lines.map((line) => lead.exec(line.text)?.[2] ?? "");
    const isThere = leads.every((found, index) => kindOf(found) === kindOf(make(index)));
    const changes: ChangeSpec[] = lines.map((line, index) => {
      const from = line.from + (lead.exec(line.text)?.[1]?.length ?? 0);
      return { from, to: from + (leads[index]?.length ?? 0), insert: isThere ? "" : make(index) };
    });
    dispatch(state.update({ changes, scrollIntoView: true, userEvent: "input.format", selection: caretAfter(state, changes) }));
    return true;
  };
}

/** A caret at the end of what was put in, where nothing was selected. */
function caretAfter(state: EditorState, changes: readonly ChangeSpec[]): EditorSelection {
  return state.selection.map(state.changes([...changes]), 1);
}

function kindOf(found: string): string {
  return found.trim().replace(/^\d+[.)]$/u, "1.").replace(/\[[xX]\]/u, "[ ]").replace(/^[*+]/u, "-");
}

export const paragraph = changeLeads(() => "");
export const heading = (level: number): StateCommand => changeLeads(() => `${"#".repeat(level)} `);
export const bullets = changeLeads(() => "- ");
export const numbers = changeLeads((index) => `${index + 1}. `);
export const tasks = changeLeads(() => "- [ ] ");
export const quote = changeLeads(() => "> ");

/** Tick or clear the tasks of the selected lines. */
export const tick: StateCommand = ({ state, dispatch }) => {
  const boxes = selectedLines(state).flatMap((line) => {
    const found = /^\s*(?:[-*+]|\d{1,9}[.)])\s+\[([ xX])\]/u.exec(line.text);
    return found === null ? [] : [{ at: line.from + found[0].length - 2, isDone: found[1] !== " " }];
  });
  if (boxes.length === 0) return false;
  const isDone = boxes.every((box) => box.isDone);
  const changes = boxes.map(({ at }) => ({ from: at, to: at + 1, insert: isDone ? " " : "x" }));
  dispatch(state.update({ changes, userEvent: "input.task" }));
  return true;
};

/** Fences around the selected lines. */
export const codeBlock: StateCommand = ({ state, dispatch }) => {
  const { from, to } = state.selection.main;
  const [first, last] = [state.doc.lineAt(from), state.doc.lineAt(to)];
  const text = state.sliceDoc(first.from, last.to);
  // A fence is longer than any inside of it.
  const longest = Math.max(2, ...Array.from(text.matchAll(/^`{3,}/gmu), ([fence]) => fence.length));
  const fence = "`".repeat(longest + 1);
  dispatch(
    state.update({
      changes: { from: first.from, to: last.to, insert: `${fence}\n${text}\n${fence}` },
      selection: { anchor: text === "" ? first.from + fence.length + 1 : to + fence.length + 1 },
      scrollIntoView: true,
      userEvent: "input.format",
    }),
  );
  return true;
};

/** `[selection](|)`, or `[|]()` where nothing is selected. */
export const link: StateCommand = ({ state, dispatch }) => {
  const change = state.changeByRange(({ from, to }) => ({
    changes: [
      { from, insert: "[" },
      { from: to, insert: "]()" },
    ],
    range: EditorSelection.cursor(from === to ? from + 1 : to + 3),
  }));
  dispatch(state.update(change, { scrollIntoView: true, userEvent: "input.format" }));
  return true;
};

/** A block of its own at the caret, with empty lines around it where there is text. */
export function insertBlock(text: string, caret = text.length): StateCommand {
  return ({ state, dispatch }) => {
    const { from, to } = state.selection.main;
    const before = state.doc.lineAt(from).text.slice(0, from - state.doc.lineAt(from).from);
    const gap = before.trim() === "" ? "" : "\n\n";
    const after = state.sliceDoc(to, to + 1) === "" || state.sliceDoc(to, to + 1) === "\n" ? "" : "\n\n";
    dispatch(
      state.update({
        changes: { from, to, insert: gap + text + after },
        selection: { anchor: from + gap.length + caret },
        scrollIntoView: true,
        userEvent: "input.insert",
      }),
    );
    return true;
  };
}
