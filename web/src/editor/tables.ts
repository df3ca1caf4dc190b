/** Tables as text: read, changed and written again with columns that line up. Pure. */
import { markdownTable } from "markdown-table";

export type Align = "" | "l" | "c" | "r";

export interface Table {
  readonly rows: readonly (readonly string[])[];
  readonly aligns: readonly Align[];
}

export interface Cell {
  readonly row: number;
  readonly column: number;
}

const delimiter = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/u;

export function isDelimiterRow(line: string): boolean {
  return line.includes("-") && line.includes("|") && delimiter.test(line);
}

function cellsOf(line: string): string[] {
  const inner = line.trim().replace(/^\|/u, "").replace(/(?<!\\)\|$/u, "");
  return inner.split(/(?<!\\)\|/u).map((cell) => cell.trim());
}

function alignOf(cell: string): Align {
  const [left, right] = [cell.startsWith(":"), cell.endsWith(":")];
  if (left && right) return "c";
  if (right) return "r";
  return left ? "l" : "";
}

/** Read a table; its second line says how columns are aligned. */
export function readTable(lines: readonly string[]): Table | null {
  const [head, rule, ...body] = lines;
  if (head === undefined || rule === undefined || !isDelimiterRow(rule)) return null;
  const aligns = cellsOf(rule).map(alignOf);
  const rows = [head, ...body].map(cellsOf);
  return { rows: rows.map((row) => aligns.map((_, column) => row[column] ?? "")), aligns };
}

/** Wide letters take two columns in the fonts that code is written in. */
function width(text: string): number {
  return Array.from(text.normalize(), (letter) => (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(letter) ? 2 : 1)).reduce<number>((sum, one) => sum + one, 0);
}

export function writeTable({ rows, aligns }: Table): string {
  return markdownTable(
    rows.map((row) => [...row]),
    { align: [...aligns], stringLength: width },
  );
}

export function newTable(heads: readonly string[]): Table {
  return { rows: [heads, heads.map(() => "")], aligns: heads.map(() => "") };
}

export function withRow(table: Table, after: number): Table {
  const empty = table.aligns.map(() => "");
  // Nothing stands between the head and the rule below it.
  return { ...table, rows: table.rows.toSpliced(Math.max(1, after + 1), 0, empty) };
}

export function withColumn({ rows, aligns }: Table, after: number): Table {
  return {
    rows: rows.map((row) => row.toSpliced(after + 1, 0, "")),
    aligns: aligns.toSpliced(after + 1, 0, ""),
  };
}

export function withoutRow(table: Table, row: number): Table {
  return row === 0 ? table : { ...table, rows: table.rows.toSpliced(row, 1) };
}

export function withoutColumn(table: Table, column: number): Table {
  if (table.aligns.length < 2) return table;
  return {
    rows: table.rows.map((row) => row.toSpliced(column, 1)),
    aligns: table.aligns.toSpliced(column, 1),
  };
}

const nextAlign: Readonly<Record<Align, Align>> = { "": "l", l: "c", c: "r", r: "" };

/** Left, centre, right, and back to none. */
export function withNextAlign(table: Table, column: number): Table {
  return { ...table, aligns: table.aligns.map((align, index) => (index === column ? nextAlign[align] : align)) };
}

/** The cell at a column of a line of text. */
export function columnAt(line: string, at: number): number {
  const before = line.slice(0, at).trimStart().replace(/^\|/u, "");
  return before.split(/(?<!\\)\|/u).length - 1;
}

/** Where the text of a cell begins and ends in the text of a table. */
export function cellRange(text: string, { row, column }: Cell): readonly [number, number] {
  const lines = text.split("\n");
  // The rule stands between the head and the rest.
  const index = row === 0 ? 0 : row + 1;
  const start = lines.slice(0, index).reduce((sum, line) => sum + line.length + 1, 0);
  const line = lines[index] ?? "";
  const bars = [...line.matchAll(/(?<!\\)\|/gu)].map((bar) => bar.index);
  const from = (bars[column] ?? 0) + 1;
  const cell = line.slice(from, bars[column + 1] ?? line.length);
  const lead = cell.length - cell.trimStart().length;
  const trimmed = cell.trim();
  return trimmed === "" ? [start + from + 1, start + from + 1] : [start + from + lead, start + from + lead + trimmed.length];
}

/** The cell that Tab goes to; a new row when the last one is left. */
export function nextCell(table: Table, { row, column }: Cell, isBack: boolean): { table: Table; cell: Cell } | null {
  const columns = table.aligns.length;
  const at = row * columns + column + (isBack ? -1 : 1);
  if (at < 0) return null;
  const grown = at >= table.rows.length * columns ? withRow(table, table.rows.length - 1) : table;
  return { table: grown, cell: { row: Math.floor(at / columns), column: at % columns } };
}
