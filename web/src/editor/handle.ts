/** What the parts around a text may do with it, whatever draws it. */
export type Format =
  | "paragraph"
  | "h1"
  | "h2"
  | "h3"
  | "bold"
  | "italic"
  | "strike"
  | "code"
  | "bullets"
  | "numbers"
  | "tasks"
  | "tick"
  | "quote"
  | "codeBlock"
  | "link"
  | "table"
  | "row"
  | "column"
  | "align"
  | "dropRow"
  | "dropColumn"
  | "undo"
  | "redo";

export interface EditorHandle {
  readonly focus: () => void;
  readonly blur: () => void;
  /** Tell what was typed at once; it is told a moment later otherwise. */
  readonly tell: () => void;
  readonly format: (format: Format) => void;
  /** Put text where the caret is. */
  readonly insert: (text: string) => void;
  /** Put a block of its own where the caret is. */
  readonly insertBlock: (text: string) => void;
  /** Open the completion that a character begins: `#`, `@`, `[[`, `/`. */
  readonly begin: (trigger: string) => void;
  /** Keep the line of the caret in the middle. */
  readonly typewriter: (isOn: boolean) => void;
  /** Change a text that was put in before, wherever it stands by now. */
  readonly replace: (old: string, by: string) => void;
}
