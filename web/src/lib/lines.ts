/** Small edits of Markdown, as an editor makes them: what to replace, by what, and where the caret goes. */

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly by: string;
  readonly caret: number;
}

export function insertion(start: number, end: number, by: string): Edit {
  return { start, end, by, caret: start + by.length };
}

function lineStart(text: string, caret: number): number {
  return text.lastIndexOf("\n", caret - 1) + 1;
}

/** Make the line of the caret a task, or a plain line again. */
export function toggledTask(text: string, caret: number): Edit {
  const start = lineStart(text, caret);
  const marker = /^- \[[ xX]\] /u.exec(text.slice(start))?.[0] ?? "";
  const by = marker === "" ? "- [ ] " : "";
  const end = start + marker.length;
  return { start, end, by, caret: Math.max(start, caret + by.length - marker.length) };
}

/** Enter in a list continues it; Enter on an empty item ends it. Null: nothing special. */
export function continuedList(text: string, caret: number): Edit | null {
  const start = lineStart(text, caret);
  const line = text.slice(start, caret);
  const found = /^(\s*)(?:([-*+])|(\d{1,9})([.)]))( \[[ xX]\])? /u.exec(line);
  if (found === null) return null;
  if (line.length === found[0].length) return insertion(start, caret, "");
  const [, indent = "", bullet, number, delimiter = ".", task] = found;
  const marker = bullet ?? `${Number(number) + 1}${delimiter}`;
  return insertion(caret, caret, `\n${indent}${marker}${task === undefined ? "" : " [ ]"} `);
}

/** The text with the task box that stands at or after `offset` ticked or cleared. */
export function withTask(text: string, offset: number, done: boolean): string {
  const box = /\[[ xX]\]/u.exec(text.slice(offset));
  if (box === null) return text;
  const at = offset + box.index + 1;
  return text.slice(0, at) + (done ? "x" : " ") + text.slice(at + 1);
}

/** Edit a text area as if it were typed, so that the browser's own undo still works. */
export function typeInto(area: HTMLTextAreaElement, edit: Edit): void {
  area.focus();
  area.setSelectionRange(edit.start, edit.end);
  // Deprecated without a successor: nothing else keeps the undo history.
  const command = edit.by === "" ? "delete" : "insertText";
  const isTyped = "execCommand" in document && document.execCommand(command, false, edit.by);
  if (!isTyped) {
    area.setRangeText(edit.by, edit.start, edit.end);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  area.setSelectionRange(edit.caret, edit.caret);
}
