/**
 * Where a text is written. A plain text area takes keys at once; CodeMirror takes its place when it is there,
 * with text, caret and scroll position, and never in the middle of a composition.
 */
import { type RefObject, useCallback, useEffect, useImperativeHandle, useRef, useState } from "react";
import { flushSync } from "react-dom";

import { cx } from "../lib/cx";
import { TextArea } from "../ui/TextArea";
import type { CodeEditor } from "./codeEditor";
import type { CompletionSources } from "./completion";
import type { EditorHandle } from "./handle";

interface EditorProps {
  readonly handle: RefObject<EditorHandle | null>;
  readonly value: string;
  /** The draft whose text it is. */
  readonly uid: string;
  readonly label: string;
  readonly placeholder: string;
  readonly sources: () => CompletionSources;
  readonly onChange: (text: string) => void;
  readonly onSave: () => void;
  readonly onLeave?: (() => boolean) | undefined;
  readonly onFiles: (files: readonly File[]) => void;
  readonly autoFocus?: boolean | undefined;
  /** Fill the height that is there instead of growing with the text. */
  readonly fills?: boolean;
}

const loadEditor = () => import("./codeEditor");

/** Settles when no composition is open: taking its text area away would end it. */
function afterComposition(isComposing: () => boolean, area: HTMLTextAreaElement): Promise<void> {
  if (!isComposing()) return Promise.resolve();
  return new Promise((resolve) => {
    area.addEventListener("compositionend", () => setTimeout(resolve), { once: true });
  });
}

export function Editor(props: EditorProps) {
  const { handle, value, uid, label, placeholder, fills = false } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const isComposing = useRef(false);
  const code = useRef<CodeEditor | null>(null);
  /** What was asked for before the editor was there. */
  const waiting = useRef<((editor: CodeEditor) => void)[]>([]);
  const [isPlain, setPlain] = useState(true);
  const [isWanted, setWanted] = useState(props.autoFocus === true);
  // A draft that was brought back is shown as it will look.
  if (value !== "" && !isWanted) setWanted(true);

  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  const begin = useCallback(async (isGone: () => boolean): Promise<void> => {
    // Nothing can be placed on a page without layout.
    if (!("getClientRects" in Range.prototype)) return;
    const { CodeEditor: Constructor } = await loadEditor();
    const plain = area.current;
    if (plain === null) return;
    await afterComposition(() => isComposing.current, plain);
    const parent = host.current;
    if (isGone() || parent === null) return;
    const hadFocus = document.activeElement === plain;
    const made = new Constructor({
      parent,
      text: plain.value,
      selection: [plain.selectionStart, plain.selectionEnd],
      label: latest.current.label,
      placeholder: latest.current.placeholder,
      sources: () => latest.current.sources(),
      onChange: (text) => latest.current.onChange(text),
      onSave: () => latest.current.onSave(),
      onLeave: () => latest.current.onLeave?.() ?? false,
      onFiles: (files) => latest.current.onFiles(files),
    });
    code.current = made;
    const { scrollTop } = plain;
    // The text area goes in the same moment, so that no key meets it any more.
    flushSync(() => setPlain(false));
    made.scroller.scrollTop = scrollTop;
    if (hadFocus) made.focus();
    for (const act of waiting.current.splice(0)) act(made);
  }, []);

  // The editor is not React's: it is made once somebody wants to write, and ends with this part.
  useEffect(() => {
    if (!isWanted) return undefined;
    let isGone = false;
    // Without it, for want of a network or an old browser, the text area goes on.
    begin(() => isGone).catch(() => undefined);
    return () => {
      isGone = true;
      code.current?.destroy();
      code.current = null;
      setPlain(true);
    };
  }, [isWanted, begin]);

  // What came from elsewhere: the disk, another tab, a save that took the text or failed.
  // oxlint-disable-next-line react/exhaustive-deps -- another draft may say what was drawn last
  useEffect(() => code.current?.show(value), [value, uid]);

  const soon = (act: (editor: CodeEditor) => void): void => {
    setWanted(true);
    if (code.current === null) waiting.current.push(act);
    else act(code.current);
  };
  useImperativeHandle(handle, () => ({
    focus: () => (code.current ?? area.current)?.focus(),
    blur: () => (code.current ?? area.current)?.blur(),
    tell: () => code.current?.tell(),
    format: (format) => soon((editor) => editor.format(format)),
    insert: (text) => soon((editor) => editor.insert(text)),
    insertBlock: (text) => soon((editor) => editor.insertBlock(text)),
    begin: (trigger) => soon((editor) => editor.begin(trigger)),
    typewriter: (isOn) => soon((editor) => editor.typewriter(isOn)),
    replace: (old, by) => soon((editor) => editor.replace(old, by)),
  }));

  return (
    <div className={cx("note-editor", fills && "note-editor-fills flex min-h-0 flex-1 flex-col")}>
      {isPlain && (
        <TextArea
          ref={area}
          value={value}
          aria-label={label}
          placeholder={placeholder}
          autoFocus={props.autoFocus}
          onFocus={() => setWanted(true)}
          onPointerEnter={() => void loadEditor()}
          onCompositionStart={() => {
            isComposing.current = true;
          }}
          onCompositionEnd={() => {
            isComposing.current = false;
          }}
          onChange={(event) => props.onChange(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing || event.key !== "Escape") return;
            if (props.onLeave?.() === true) event.preventDefault();
          }}
          onPaste={(event) => {
            const files = [...event.clipboardData.files];
            if (files.length === 0 || event.clipboardData.types.includes("text/plain")) return;
            event.preventDefault();
            props.onFiles(files);
          }}
          className={cx("note-text", fills ? "min-h-0 flex-1 overflow-y-auto" : "max-h-[60dvh] min-h-20")}
        />
      )}
      <div ref={host} className={cx("contents", isPlain && "hidden")} />
    </div>
  );
}
