/** Two versions of a text with their differences marked; the own one can be edited. Fetched when it is needed. */
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { syntaxHighlighting } from "@codemirror/language";
import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { tagHighlighter } from "@lezer/highlight";

import { adoptStyles } from "./adopt";
import "./editor.css";
import { looks, noteLanguage } from "./syntax";

export interface Versions {
  readonly parent: HTMLElement;
  readonly theirs: string;
  readonly own: string;
  readonly theirLabel: string;
  readonly ownLabel: string;
  readonly takeLabel: string;
  readonly isNarrow: boolean;
  readonly onChange: (own: string) => void;
}

const look: Extension = [
  noteLanguage.extension,
  syntaxHighlighting(tagHighlighter(looks)),
  EditorView.lineWrapping,
  EditorView.perLineTextDirection.of(true),
];

function editable(label: string, onChange: (text: string) => void): Extension {
  return [
    look,
    history(),
    keymap.of([...historyKeymap, ...defaultKeymap]),
    EditorView.contentAttributes.of({ "aria-label": label }),
    EditorView.updateListener.of((update) => update.docChanged && onChange(update.state.doc.toString())),
  ];
}

function takeButton(label: string): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "note-take";
  button.textContent = "→";
  button.setAttribute("aria-label", label);
  button.title = label;
  return button;
}

/** Returns how to take it away. */
export function showVersions(versions: Versions): () => void {
  const { parent, theirs, own, onChange } = versions;
  adoptStyles();
  if (versions.isNarrow) {
    const view = new EditorView({
      parent,
      doc: own,
      extensions: [editable(versions.ownLabel, onChange), unifiedMergeView({ original: theirs, mergeControls: false })],
    });
    return () => view.destroy();
  }
  const readOnly = [
    look,
    EditorState.readOnly.of(true),
    EditorView.contentAttributes.of({ "aria-label": versions.theirLabel, tabindex: "0" }),
  ];
  const view = new MergeView({
    parent,
    a: { doc: theirs, extensions: readOnly },
    b: { doc: own, extensions: editable(versions.ownLabel, onChange) },
    revertControls: "a-to-b",
    renderRevertControl: () => takeButton(versions.takeLabel),
  });
  return () => view.destroy();
}
