/** What a line is, shown while it is written: quotes, code, rules, and tasks that can be ticked. */
import { syntaxTree } from "@codemirror/language";
import type { EditorState, Range } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from "@codemirror/view";
import type { SyntaxNodeRef } from "@lezer/common";

const lineClasses: Readonly<Record<string, Decoration>> = {
  FencedCode: Decoration.line({ class: "md-line-code" }),
  CodeBlock: Decoration.line({ class: "md-line-code" }),
  Blockquote: Decoration.line({ class: "md-line-quote" }),
  Table: Decoration.line({ class: "md-line-table" }),
  HorizontalRule: Decoration.line({ class: "md-line-rule" }),
};

class TaskBox extends WidgetType {
  readonly isDone: boolean;

  constructor(isDone: boolean) {
    super();
    this.isDone = isDone;
  }

  override eq(other: TaskBox): boolean {
    return other.isDone === this.isDone;
  }

  override toDOM(): HTMLElement {
    const box = document.createElement("input");
    box.type = "checkbox";
    box.className = "md-task";
    box.checked = this.isDone;
    box.tabIndex = -1;
    box.setAttribute("aria-label", this.isDone ? "☑" : "☐");
    return box;
  }

  override ignoreEvent(): boolean {
    return false;
  }
}

const boxes = { open: new TaskBox(false), done: new TaskBox(true) };

/** `[ ]` becomes a box unless the caret is in it: then it is text to be edited. */
function taskBox(state: EditorState, { from, to }: SyntaxNodeRef): Range<Decoration> | null {
  if (state.selection.ranges.some((range) => range.from < to && range.to > from)) return null;
  const isDone = state.sliceDoc(from + 1, from + 2).toLowerCase() === "x";
  return Decoration.replace({ widget: isDone ? boxes.done : boxes.open }).range(from, to);
}

/** The lines of a node that are on the screen. */
function* lineStarts(state: EditorState, node: SyntaxNodeRef, from: number, to: number): Generator<number> {
  let line = state.doc.lineAt(Math.max(node.from, from));
  const end = Math.min(node.to, to);
  while (line.from <= end) {
    yield line.from;
    if (line.number === state.doc.lines) return;
    line = state.doc.line(line.number + 1);
  }
}

function decorate(view: EditorView): DecorationSet {
  const { state } = view;
  const found: Range<Decoration>[] = [];
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(state).iterate({
      from,
      to,
      enter: (node) => {
        const line = lineClasses[node.name];
        if (line !== undefined) for (const at of lineStarts(state, node, from, to)) found.push(line.range(at));
        const box = node.name === "TaskMarker" ? taskBox(state, node) : null;
        if (box !== null) found.push(box);
      },
    });
  }
  return Decoration.set(found, true);
}

/** Tick or clear the task whose box was pressed. */
export function toggleAt(view: EditorView, position: number): boolean {
  const node = syntaxTree(view.state).resolveInner(position, 1);
  if (node.name !== "TaskMarker") return false;
  const isDone = view.state.sliceDoc(node.from + 1, node.from + 2) !== " ";
  const change = { from: node.from + 1, to: node.from + 2, insert: isDone ? " " : "x" };
  view.dispatch({ changes: change, userEvent: "input.task" });
  return true;
}

function onMouseDown(event: MouseEvent, view: EditorView): boolean {
  const { target } = event;
  if (!(target instanceof HTMLInputElement) || !target.classList.contains("md-task")) return false;
  event.preventDefault();
  return toggleAt(view, view.posAtDOM(target));
}

class Live {
  decorations: DecorationSet;

  constructor(view: EditorView) {
    this.decorations = decorate(view);
  }

  update(update: ViewUpdate): void {
    const isParsed = syntaxTree(update.startState) !== syntaxTree(update.state);
    if (update.docChanged || update.viewportChanged || update.selectionSet || isParsed)
      this.decorations = decorate(update.view);
  }
}

export const live = ViewPlugin.fromClass(Live, {
  decorations: (plugin) => plugin.decorations,
  eventHandlers: {
    mousedown: onMouseDown,
    // The box shows what the text says, not what the browser thinks was clicked.
    click: (event) => {
      if (event.target instanceof HTMLInputElement) event.preventDefault();
    },
  },
});
