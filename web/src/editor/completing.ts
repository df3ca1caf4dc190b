/** Completion in CodeMirror's words: one source for `#`, `@`, `[[` and `/`. */
import type { Completion, CompletionContext, CompletionResult, CompletionSource } from "@codemirror/autocomplete";
import { pickedCompletion } from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import type { EditorView } from "@codemirror/view";

import { type CompletionSources, matchingSlash, matchingTags, type Trigger, triggerIn } from "./completion";
import { recentTags } from "./recentTags";

const shown = 20;

type Apply = (view: EditorView, completion: Completion, from: number, to: number) => void;

/** Put a text in place of what was typed. */
function putting(text: string, then?: () => void): Apply {
  return (view, completion, from, to) => {
    view.dispatch({
      changes: { from, to, insert: text },
      selection: { anchor: from + text.length },
      annotations: pickedCompletion.of(completion),
      userEvent: "input.complete",
    });
    then?.();
  };
}

function tagOptions(typed: string, sources: CompletionSources): Completion[] {
  return matchingTags(typed, sources.tags(), recentTags(), shown).map(({ tag, count }) => ({
    label: `#${tag}`,
    detail: String(count),
    apply: putting(`#${tag} `, () => sources.onTag(tag)),
  }));
}

async function peopleOptions(typed: string, sources: CompletionSources, signal: AbortSignal): Promise<Completion[]> {
  const found = await sources.people(typed, signal);
  return found.map(({ username, displayName }) => ({
    label: `@${username}`,
    detail: displayName === username ? "" : displayName,
    apply: putting(`@${username} `),
  }));
}

async function noteOptions(typed: string, sources: CompletionSources, signal: AbortSignal): Promise<Completion[]> {
  const found = await sources.notes(typed, signal);
  return found.map((note) => ({
    label: note.title,
    detail: note.when,
    apply: (view, completion, from, to) => {
      // Brackets that were closed already go too.
      const end = view.state.sliceDoc(to, to + 2) === "]]" ? to + 2 : to;
      putting(sources.onNote(note))(view, completion, from, end);
    },
  }));
}

function slashOptions(typed: string, sources: CompletionSources): Completion[] {
  return matchingSlash(typed, sources.slash()).map(({ id, label, run }) => ({
    label,
    type: id,
    apply: putting("", run),
  }));
}

function optionsOf(
  { kind, typed }: Trigger,
  sources: CompletionSources,
  signal: AbortSignal,
): Completion[] | Promise<Completion[]> {
  switch (kind) {
    case "tag":
      return tagOptions(typed, sources);
    case "person":
      return peopleOptions(typed, sources, signal);
    case "note":
      return noteOptions(typed, sources, signal);
    case "slash":
      return slashOptions(typed, sources);
  }
}

function isInCode(context: CompletionContext): boolean {
  for (let node = syntaxTree(context.state).resolveInner(context.pos, -1); ; ) {
    if (/Code|URL/u.test(node.name)) return true;
    if (node.parent === null) return false;
    node = node.parent;
  }
}

export function completionSource(sources: () => CompletionSources): CompletionSource {
  return async (context): Promise<CompletionResult | null> => {
    const line = context.state.doc.lineAt(context.pos);
    const trigger = triggerIn(line.text.slice(0, context.pos - line.from));
    if (trigger === null || isInCode(context)) return null;
    const abort = new AbortController();
    context.addEventListener("abort", () => abort.abort());
    const options = await optionsOf(trigger, sources(), abort.signal);
    return options.length === 0 ? null : { from: line.from + trigger.start, options, filter: false };
  };
}

/** The picture before an entry of the slash menu: a class that `editor.css` draws. */
export const optionLook = {
  position: 20,
  render: (completion: Completion): Node | null => {
    if (completion.type === undefined) return null;
    const look = document.createElement("span");
    look.className = `note-option-look note-option-${completion.type}`;
    look.setAttribute("aria-hidden", "true");
    return look;
  },
};
