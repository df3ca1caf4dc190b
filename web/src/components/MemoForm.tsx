/** Where a note is written. The text is there at once; what stands around it follows when it is wanted. */
import { lazy, useRef, useState } from "react";

import type { CompletionSources } from "../editor/completion";
import { Editor } from "../editor/Editor";
import { useDraft } from "../hooks/useDraft";
import { useSpareTime } from "../hooks/useSpareTime";
import { loadRest } from "../i18n";
import { cx } from "../lib/cx";
import { isBlank } from "../stores/drafts";
import { Lazily, missing } from "../ui/Lazily";
import { FormEnd, FormFailure, type MemoFormProps, type Tools } from "./MemoFormParts";

const MemoTools = lazy(async () => {
  const [tools] = await Promise.all([import("./MemoTools"), loadRest()]);
  return tools;
});

const nothing: CompletionSources = {
  tags: () => [],
  people: () => Promise.resolve([]),
  notes: () => Promise.resolve([]),
  slash: () => [],
  onNote: () => "",
  onTag: () => undefined,
};

export function MemoForm(props: MemoFormProps) {
  const { editor, box, isSaving = false, onLeave } = props;
  const draft = useDraft(box);
  const tools = useRef<Tools | null>(null);
  const [isFocused, setFocused] = useState(false);
  // The first notes come before the tools of the next one.
  const isIdle = useSpareTime();
  const [isTouched, setTouched] = useState(false);
  /** Files that came before the tools; null where the tools cannot come. */
  const [early, setEarly] = useState<readonly File[] | null>([]);
  const fills = props.fills === true || isFocused;

  const setFocusMode = (isOn: boolean): void => {
    setFocused(isOn);
    editor.current?.typewriter(isOn);
    editor.current?.focus();
  };
  const leave = (): boolean => {
    if (isFocused) setFocusMode(false);
    return isFocused || (onLeave?.() ?? false);
  };
  const save = (): void => {
    // A key that is not told yet counts as well.
    editor.current?.tell();
    if (tools.current !== null) tools.current.save();
    else if (!early?.length && !isSaving && !isBlank(box.current())) props.onSave();
  };
  const add = (files: readonly File[], inText: boolean): void => {
    if (tools.current !== null) tools.current.addFiles(files, inText);
    else if (early !== null) setEarly([...early, ...files]);
    else dispatchEvent(new Event(missing));
  };
  return (
    // Files may be dropped anywhere; with keys they are chosen from the menu.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      aria-label={props.label}
      className={cx(fills && "flex min-h-0 flex-1 flex-col", isFocused && "focus-mode fixed inset-0 z-40 bg-surface")}
      onFocus={() => setTouched(true)}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      // From whatever has the focus, but menus, dialogs and recordings.
      onKeyDown={(event) => {
        const { key, target, ctrlKey, metaKey, shiftKey, altKey } = event;
        const isSave = key === "Enter" && (ctrlKey || metaKey) && !shiftKey && !altKey && !event.nativeEvent.isComposing;
        const isHere = target instanceof Element && target.closest("section, form") === event.currentTarget;
        if (event.defaultPrevented || !isSave || !isHere) return;
        event.preventDefault();
        save();
      }}
      onDragOver={(event) => event.dataTransfer.types.includes("Files") && event.preventDefault()}
      onDrop={(event) => {
        if (event.defaultPrevented || event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        add([...event.dataTransfer.files], false);
      }}
    >
      <Editor
        handle={editor}
        value={draft.text}
        uid={draft.uid}
        label={props.label}
        placeholder={props.placeholder ?? ""}
        sources={() => tools.current?.sources ?? nothing}
        onChange={(text) => box.change({ text })}
        onSave={save}
        onLeave={leave}
        onFiles={(files) => add(files, true)}
        autoFocus={props.autoFocus}
        fills={fills}
      />
      <Lazily fallback={<PlainEnd {...props} />} onMissing={() => setEarly(null)}>
        {isIdle || isTouched || !isBlank(draft) ? (
          <MemoTools form={props} tools={tools} isFocused={isFocused} onFocusMode={setFocusMode} early={early ?? []} />
        ) : (
          <PlainEnd {...props} />
        )}
      </Lazily>
    </form>
  );
}

function PlainEnd(props: MemoFormProps) {
  return (
    <>
      <FormFailure failure={props.failure ?? null} />
      <div className="flex items-center gap-0.5 px-2 pb-2">
        <FormEnd form={props} />
      </div>
    </>
  );
}
