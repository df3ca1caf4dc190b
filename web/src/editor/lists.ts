/** Lists as lines: which item is which, moved in and out, numbers put right. Pure. */

export interface Item {
  /** Columns before the marker. */
  readonly indent: number;
  /** Columns before the text: children begin here. */
  readonly inner: number;
  /** Null for bullets. */
  readonly number: number | null;
  readonly delimiter: string;
}

const shape = /^(\s*)(?:[-*+]|(\d{1,9})([.)]))(\s+|$)/u;

export function itemOf(line: string): Item | null {
  const found = shape.exec(line);
  if (found === null) return null;
  const [whole, indent = "", number, delimiter = ""] = found;
  return { indent: indent.length, inner: whole.length, number: number === undefined ? null : Number(number), delimiter };
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function isBlank(line: string): boolean {
  return line.trim() === "";
}

/** The first and last line of the list around a line; null when it is in no list. */
export function listAround(lines: readonly string[], at: number): readonly [number, number] | null {
  const belongs = (index: number): boolean => {
    const line = lines[index];
    return line !== undefined && !isBlank(line) && (itemOf(line) !== null || indentOf(line) > 0);
  };
  if (!belongs(at)) return null;
  let first = at;
  let last = at;
  while (belongs(first - 1)) first -= 1;
  while (belongs(last + 1)) last += 1;
  return itemOf(lines[first] ?? "") === null ? null : [first, last];
}

/** Numbers that count up on each level; a level that begins anew begins with its own first number. */
export function renumbered(lines: readonly string[]): string[] {
  const levels: { indent: number; next: number | null }[] = [];
  return lines.map((line) => {
    const item = itemOf(line);
    if (item === null) return line;
    while ((levels.at(-1)?.indent ?? -1) > item.indent) levels.pop();
    const level = levels.at(-1);
    if (level === undefined || level.indent < item.indent || level.next === null || item.number === null) {
      if (level?.indent === item.indent) levels.pop();
      const isNested = levels.length > 0;
      const start = item.number === null ? null : isNested ? 1 : item.number;
      levels.push({ indent: item.indent, next: start === null ? null : start + 1 });
      return start === null ? line : withNumber(line, start);
    }
    const number = level.next;
    level.next = number + 1;
    return withNumber(line, number);
  });
}

function withNumber(line: string, number: number): string {
  return line.replace(/^(\s*)\d{1,9}/u, (_, indent: string) => indent + String(number));
}

/** Where an item may move to: under the item before it, or beside its parent. */
function target(lines: readonly string[], at: number, isDeeper: boolean): number | null {
  const own = itemOf(lines[at] ?? "");
  if (own === null) return null;
  for (const line of lines.slice(0, at).toReversed()) {
    const item = itemOf(line);
    if (item === null) continue;
    if (isDeeper && item.indent <= own.indent) return item.indent < own.indent ? null : item.inner;
    if (!isDeeper && item.indent < own.indent) return item.indent;
  }
  return !isDeeper && own.indent > 0 ? 0 : null;
}

/** The end of an item with everything below it, exclusive. */
function endOfItem(lines: readonly string[], at: number): number {
  const { indent } = itemOf(lines[at] ?? "") ?? { indent: 0 };
  const next = lines.findIndex((line, index) => index > at && indentOf(line) <= indent);
  return next < 0 ? lines.length : next;
}

/** Move items `from` to `to` of a list one level in or out; null when that is not possible. */
export function moved(lines: readonly string[], from: number, to: number, isDeeper: boolean): string[] | null {
  const first = lines.findIndex((line, index) => index >= from && itemOf(line) !== null);
  const indent = first < 0 || first > to ? null : target(lines, first, isDeeper);
  if (indent === null) return null;
  const by = indent - (itemOf(lines[first] ?? "")?.indent ?? 0);
  const end = Math.max(to + 1, endOfItem(lines, to));
  return renumbered(lines.map((line, index) => (index >= first && index < end ? shifted(line, by) : line)));
}

function shifted(line: string, by: number): string {
  return by > 0 ? " ".repeat(by) + line : line.slice(Math.min(-by, indentOf(line)));
}
