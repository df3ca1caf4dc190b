/** The editor itself: CodeMirror with everything that notes need. Fetched when somebody is about to write. */
import { acceptCompletion, autocompletion, completionKeymap, startCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { deleteMarkupBackward, insertNewlineContinueMarkup } from "@codemirror/lang-markdown";
import { Compartment, EditorSelection, EditorState, type Extension, Prec, Transaction } from "@codemirror/state";
import { drawSelection, EditorView, keymap, placeholder, type ViewPlugin } from "@codemirror/view";
import { tagHighlighter } from "@lezer/highlight";

import { adoptStyles } from "./adopt";
import { colours } from "./colours";
import type { CompletionSources } from "./completion";
import { completionSource, optionLook } from "./completing";
import "./editor.css";
import { formatKeys, formats } from "./formats";
import { insertBlock } from "./formatting";
import type { EditorHandle } from "./handle";
import { live } from "./live";
import { enterInTable, shiftTab, tab } from "./moving";
import { pasting } from "./pasting";
import { looks, noteLanguage, pasteURLAsLink } from "./syntax";
import { fromOutside, type Teller, telling } from "./telling";

export interface EditorOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly selection: readonly [number, number];
  readonly label: string;
  readonly placeholder: string;
  readonly sources: () => CompletionSources;
  readonly onChange: (text: string) => void;
  readonly onSave: () => void;
  /** Answers whether Escape had something to leave. */
  readonly onLeave: () => boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

const typewriter = new Compartment();
const centred = EditorState.transactionExtender.of((change) =>
  change.docChanged || change.selection !== undefined
    ? { effects: EditorView.scrollIntoView(change.newSelection.main.head, { y: "center" }) }
    : null,
);

function keys({ onSave, onLeave }: EditorOptions, teller: ViewPlugin<Teller>): Extension {
  const tell = (view: EditorView): void => view.plugin(teller)?.tell();
  const save = (view: EditorView): boolean => {
    tell(view);
    onSave();
    return true;
  };
  const leave = (view: EditorView): boolean => {
    tell(view);
    return onLeave();
  };
  return [
    Prec.highest(
      keymap.of([
        { key: "Mod-Enter", run: save },
        { key: "Tab", run: acceptCompletion },
      ]),
    ),
    keymap.of([
      ...completionKeymap,
      { key: "Escape", run: leave },
      { key: "Enter", run: enterInTable },
      { key: "Enter", run: insertNewlineContinueMarkup },
      { key: "Backspace", run: deleteMarkupBackward },
      { key: "Tab", run: tab, shift: shiftTab },
      ...formatKeys,
      ...historyKeymap,
      ...defaultKeymap,
    ]),
  ];
}

function extensions(options: EditorOptions, teller: ViewPlugin<Teller>): Extension {
  return [
    keys(options, teller),
    teller,
    noteLanguage.extension,
    colours(tagHighlighter(looks)),
    live,
    history(),
    drawSelection(),
    autocompletion({
      override: [completionSource(options.sources)],
      icons: false,
      addToOptions: [optionLook],
      optionClass: () => "note-option",
      maxRenderedOptions: 40,
    }),
    typewriter.of([]),
    pasteURLAsLink,
    pasting(options.onFiles),
    EditorView.lineWrapping,
    EditorView.perLineTextDirection.of(true),
    EditorView.contentAttributes.of({
      "aria-label": options.label,
      spellcheck: "true",
      autocorrect: "on",
      autocapitalize: "sentences",
    }),
    placeholder(options.placeholder),
  ];
}

/** The part of two texts that differs. */
function difference(old: string, text: string): { from: number; to: number; insert: string } {
  const most = Math.min(old.length, text.length);
  let from = 0;
  while (from < most && old[from] === text[from]) from += 1;
  let same = 0;
  while (same < most - from && old.at(-1 - same) === text.at(-1 - same)) same += 1;
  return { from, to: old.length - same, insert: text.slice(from, text.length - same) };
}

export class CodeEditor implements EditorHandle {
  readonly #view: EditorView;
  readonly #extensions: Extension;
  readonly #teller: ViewPlugin<Teller>;

  constructor(options: EditorOptions) {
    adoptStyles();
    this.#teller = telling(options.onChange);
    this.#extensions = extensions(options, this.#teller);
    const [anchor, head] = options.selection;
    this.#view = new EditorView({
      parent: options.parent,
      state: EditorState.create({
        doc: options.text,
        selection: EditorSelection.single(anchor, head),
        extensions: this.#extensions,
      }),
    });
  }

  readonly focus = (): void => this.#view.focus();
  readonly blur = (): void => this.#view.contentDOM.blur();

  readonly tell = (): void => this.#view.plugin(this.#teller)?.tell();

  format: EditorHandle["format"] = (format) => {
    this.#view.focus();
    formats[format](this.#view);
  };

  insert: EditorHandle["insert"] = (text) => {
    this.#view.focus();
    this.#view.dispatch(this.#view.state.replaceSelection(text), { scrollIntoView: true, userEvent: "input.insert" });
  };

  insertBlock: EditorHandle["insertBlock"] = (text) => {
    insertBlock(text)(this.#view);
  };

  begin: EditorHandle["begin"] = (trigger) => {
    const { state } = this.#view;
    const before = state.sliceDoc(state.selection.main.from - 1, state.selection.main.from);
    this.insert(before === "" || /\s/u.test(before) ? trigger : ` ${trigger}`);
    startCompletion(this.#view);
  };

  typewriter: EditorHandle["typewriter"] = (isOn) => {
    this.#view.dispatch({ effects: typewriter.reconfigure(isOn ? centred : []) });
    this.#view.dom.classList.toggle("note-typewriter", isOn);
  };

  replace: EditorHandle["replace"] = (old, by) => {
    const at = this.#view.state.doc.toString().indexOf(old);
    if (at >= 0) this.#view.dispatch({ changes: { from: at, to: at + old.length, insert: by } });
  };

  /** Show a text that came from elsewhere: another tab, the disk, a failed save. */
  show(text: string): void {
    const teller = this.#view.plugin(this.#teller);
    // What was typed since will be told, and is the newer one.
    if (teller?.isBehind === true || teller?.told === text) return;
    const old = this.#view.state.doc.toString();
    if (old === text) return;
    if (text === "") {
      // A tooltip may still be waiting to be placed: it must not look for the text that goes.
      this.#view.dispatch({ changes: { from: 0, to: old.length }, annotations: fromOutside.of(true) });
      // What was sent is no step to go back to.
      this.#view.setState(EditorState.create({ extensions: this.#extensions }));
      return;
    }
    this.#view.dispatch({
      changes: difference(old, text),
      annotations: [fromOutside.of(true), Transaction.addToHistory.of(false)],
    });
  }

  get scroller(): HTMLElement {
    return this.#view.scrollDOM;
  }

  destroy(): void {
    this.#view.destroy();
  }
}
