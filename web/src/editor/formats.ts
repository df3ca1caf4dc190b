/** The commands behind the names of formats, and the keys of some. */
import { redo, undo } from "@codemirror/commands";
import type { StateCommand } from "@codemirror/state";
import type { KeyBinding } from "@codemirror/view";

import * as text from "./formatting";
import type { Format } from "./handle";
import { changeTable } from "./moving";
import { newTable, withColumn, withNextAlign, withoutColumn, withoutRow, withRow, writeTable } from "./tables";

/** In the middle of the first cell. */
const caretInTable = 2;

export const formats: Readonly<Record<Format, StateCommand>> = {
  paragraph: text.paragraph,
  h1: text.heading(1),
  h2: text.heading(2),
  h3: text.heading(3),
  bold: text.toggleMark("**"),
  italic: text.toggleMark("*"),
  strike: text.toggleMark("~~"),
  code: text.toggleMark("`"),
  bullets: text.bullets,
  numbers: text.numbers,
  tasks: text.tasks,
  tick: text.tick,
  quote: text.quote,
  codeBlock: text.codeBlock,
  link: text.link,
  table: text.insertBlock(writeTable(newTable(["", "", ""])), caretInTable),
  row: changeTable((table, { row, column }) => ({ table: withRow(table, row), cell: { row: row + 1, column } })),
  column: changeTable((table, { row, column }) => ({ table: withColumn(table, column), cell: { row, column: column + 1 } })),
  align: changeTable((table, cell) => ({ table: withNextAlign(table, cell.column), cell })),
  dropRow: changeTable((table, { row, column }) => ({
    table: withoutRow(table, row),
    cell: { row: Math.max(0, row - 1), column },
  })),
  dropColumn: changeTable((table, { row, column }) => ({
    table: withoutColumn(table, column),
    cell: { row, column: Math.max(0, column - 1) },
  })),
  undo,
  redo,
};

export const formatKeys: readonly KeyBinding[] = [
  { key: "Mod-b", run: formats.bold },
  { key: "Mod-i", run: formats.italic },
  { key: "Mod-Shift-x", run: formats.strike },
  { key: "Mod-e", run: formats.code },
  { key: "Mod-k", run: formats.link },
  { key: "Mod-Alt-1", run: formats.h1 },
  { key: "Mod-Alt-2", run: formats.h2 },
  { key: "Mod-Alt-3", run: formats.h3 },
  { key: "Mod-Shift-7", run: formats.numbers },
  { key: "Mod-Shift-8", run: formats.bullets },
  { key: "Mod-Shift-9", run: formats.tasks },
  { key: "Mod-Shift-Enter", run: formats.tick },
];
