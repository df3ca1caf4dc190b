import { describe, expect, it } from "vitest";

import { cellRange, columnAt, isDelimiterRow, newTable, nextCell, readTable, withColumn, withNextAlign, withoutColumn, withoutRow, withRow, writeTable } from "./tables";

const text = ["| a | b |", "| :- | -: |", "| 1 | x \\| y |"];

function table() {
  const found = readTable(text);
  if (found === null) throw new Error("no table");
  return found;
}

describe("a table", () => {
  it("is read with its alignment, and written with columns that line up", () => {
    expect(table()).toEqual({ rows: [["a", "b"], ["1", "x \\| y"]], aligns: ["l", "r"] });
    expect(writeTable(table()).split("\n")).toEqual(["| a  |      b |", "| :- | -----: |", "| 1  | x \\| y |"]);
  });

  it("gives wide letters the room they take", () => {
    const lines = writeTable({ rows: [["日本"], ["abcd"]], aligns: [""] }).split("\n");
    expect(lines).toEqual(["| 日本 |", "| ---- |", "| abcd |"]);
  });

  it("is none without a rule", () => {
    expect(readTable(["| a |", "| b |"])).toBeNull();
    expect(isDelimiterRow("---")).toBe(false);
  });

  it("fills rows that are too short", () => {
    expect(readTable(["|a|b|", "|-|-|", "|1|"])?.rows).toEqual([["a", "b"], ["1", ""]]);
  });

  it("grows and shrinks around a cell", () => {
    expect(withRow(table(), 0).rows).toEqual([["a", "b"], ["", ""], ["1", "x \\| y"]]);
    expect(withColumn(table(), 0)).toEqual({ rows: [["a", "", "b"], ["1", "", "x \\| y"]], aligns: ["l", "", "r"] });
    expect(withoutRow(table(), 1).rows).toEqual([["a", "b"]]);
    expect(withoutRow(table(), 0)).toEqual(table());
    expect(withoutColumn(table(), 1).rows).toEqual([["a"], ["1"]]);
    expect(withNextAlign(table(), 0).aligns).toEqual(["c", "r"]);
  });

  it("knows the cell at a place, and the place of a cell", () => {
    expect(columnAt("| a | b |", 7)).toBe(1);
    const written = writeTable(table());
    const [from, to] = cellRange(written, { row: 1, column: 1 });
    expect(written.slice(from, to)).toBe("x \\| y");
  });

  it("is walked through cell by cell, and grows behind the last one", () => {
    expect(nextCell(table(), { row: 0, column: 1 }, false)?.cell).toEqual({ row: 1, column: 0 });
    expect(nextCell(table(), { row: 0, column: 0 }, true)).toBeNull();
    expect(nextCell(newTable(["x"]), { row: 1, column: 0 }, false)?.table.rows).toEqual([["x"], [""], [""]]);
  });
});
