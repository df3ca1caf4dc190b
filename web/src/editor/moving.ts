/** Tab and Shift-Tab: through the cells of a table, and in and out of lists. Elsewhere they leave the editor. */
import type { EditorState, StateCommand } from "@codemirror/state";

import { itemOf, listAround, moved } from "./lists";
import { type Cell, cellRange, columnAt, isDelimiterRow, nextCell, readTable, type Table, writeTable } from "./tables";

interface Place {
  readonly table: Table;
  readonly from: number;
  readonly to: number;
  readonly cell: Cell;
}

/** The table around the caret. */
export function tableAt(state: EditorState): Place | null {
  const { head } = state.selection.main;
  const own = state.doc.lineAt(head);
  const isRow = (number: number): boolean =>
    number >= 1 && number <= state.doc.lines && state.doc.line(number).text.includes("|");
  if (!isRow(own.number)) return null;
  let [first, last] = [own.number, own.number];
  while (isRow(first - 1)) first -= 1;
  while (isRow(last + 1)) last += 1;
  const [from, to] = [state.doc.line(first).from, state.doc.line(last).to];
  const table = readTable(state.sliceDoc(from, to).split("\n"));
  if (table === null) return null;
  const index = own.number - first;
  const row = index === 0 ? 0 : Math.max(1, index) - 1;
  return { table, from, to, cell: { row, column: Math.min(columnAt(own.text, head - own.from), table.aligns.length - 1) } };
}

/** Write a table anew with the caret in one of its cells. */
export function writeBack(state: EditorState, { from, to }: Place, table: Table, cell: Cell) {
  const text = writeTable(table);
  const [start, end] = cellRange(text, cell);
  return state.update({
    changes: { from, to, insert: text },
    selection: { anchor: from + start, head: from + end },
    scrollIntoView: true,
    userEvent: "input.table",
  });
}

function changeTable(change: (table: Table, cell: Cell) => { table: Table; cell: Cell } | null): StateCommand {
  return ({ state, dispatch }) => {
    const place = tableAt(state);
    const next = place === null ? null : change(place.table, place.cell);
    if (place === null || next === null) return false;
    dispatch(writeBack(state, place, next.table, next.cell));
    return true;
  };
}

const toCell = (isBack: boolean): StateCommand => changeTable((table, cell) => nextCell(table, cell, isBack));

/** Enter in the last row of a table begins another one; on an empty last row it ends the table. */
export const enterInTable: StateCommand = ({ state, dispatch }) => {
  const place = tableAt(state);
  if (place === null || state.selection.main.empty === false) return false;
  const { table, cell, from, to } = place;
  const isLast = cell.row === table.rows.length - 1;
  const line = state.doc.lineAt(state.selection.main.head);
  if (isDelimiterRow(line.text) || !isLast || cell.row === 0) return false;
  if (table.rows[cell.row]?.every((text) => text === "") === true) {
    dispatch(state.update({ changes: { from: line.from, to, insert: "" }, selection: { anchor: line.from }, userEvent: "input.table" }));
    return true;
  }
  const next = nextCell(table, { row: cell.row, column: table.aligns.length - 1 }, false);
  if (next === null) return false;
  dispatch(writeBack(state, { ...place, from }, next.table, next.cell));
  return true;
};

export { changeTable };

function moveItems(isDeeper: boolean): StateCommand {
  return ({ state, dispatch }) => {
    const { from, to } = state.selection.main;
    const [first, last] = [state.doc.lineAt(from).number - 1, state.doc.lineAt(to).number - 1];
    const lines = linesAround(state, first);
    const list = listAround(lines.texts, first - lines.offset);
    if (list === null) return false;
    const begin = list[0] + lines.offset;
    const items = lines.texts.slice(list[0], list[1] + 1);
    const after = moved(items, first - begin, Math.min(last - begin, items.length - 1), isDeeper);
    // In a list Tab never leaves the editor, even where nothing can move.
    if (after === null) return itemOf(state.doc.line(first + 1).text) !== null;
    const changes = items.flatMap((line, index) => lineChange(state, begin + index, line, after[index] ?? line));
    dispatch(state.update({ changes, scrollIntoView: true, userEvent: isDeeper ? "input.indent" : "delete.dedent" }));
    return true;
  };
}

/** Only the head of a line changes: the caret stays where it is in the text. */
function lineChange(state: EditorState, index: number, before: string, after: string) {
  if (before === after) return [];
  const { from } = state.doc.line(index + 1);
  let same = 0;
  while (same < before.length && same < after.length && before.at(-1 - same) === after.at(-1 - same)) same += 1;
  return [{ from, to: from + before.length - same, insert: after.slice(0, after.length - same) }];
}

/** Lists end at an empty line: no more of the text is looked at. */
function linesAround(state: EditorState, index: number): { texts: string[]; offset: number } {
  const isText = (number: number): boolean =>
    number >= 1 && number <= state.doc.lines && state.doc.line(number).text.trim() !== "";
  let [first, last] = [index + 1, index + 1];
  while (isText(first - 1)) first -= 1;
  while (isText(last + 1)) last += 1;
  const texts = Array.from({ length: last - first + 1 }, (_, at) => state.doc.line(first + at).text);
  return { texts, offset: first - 1 };
}

export const tab: StateCommand = (target) => toCell(false)(target) || moveItems(true)(target);
export const shiftTab: StateCommand = (target) => toCell(true)(target) || moveItems(false)(target);
