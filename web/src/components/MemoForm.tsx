/** Where a note is written: the text, its tags as they are typed, who may read it, and saving. */
import { Hash, ListTodo } from "lucide-react";
import { type KeyboardEvent, type ReactNode, type RefObject, useState } from "react";

import type { Explained } from "../api/errors";
import { cx } from "../lib/cx";
import { caps } from "../lib/keys";
import { continuedList, type Edit, insertion, toggledTask, typeInto } from "../lib/lines";
import { completions, tagBeingTyped } from "../lib/tags";
import type { Draft } from "../stores/drafts";
import { Button } from "../ui/Button";
import { IconButton } from "../ui/IconButton";
import { TextArea } from "../ui/TextArea";
import { TagSuggestions } from "./TagSuggestions";
import { VisibilityMenu } from "./VisibilityMenu";

export interface MemoFormProps {
  readonly area: RefObject<HTMLTextAreaElement | null>;
  readonly draft: Draft;
  readonly onChange: (part: Partial<Draft>) => void;
  readonly onSave: () => void;
  readonly onLeave?: () => void;
  readonly isSaving?: boolean;
  readonly failure?: Explained | null;
  readonly knownTags: readonly string[];
  readonly label: string;
  readonly placeholder?: string;
  /** Fill the height that is there instead of growing with the text. */
  readonly fills?: boolean;
  readonly autoFocus?: boolean;
  readonly children?: ReactNode;
}

const suggested = 6;
const saveKey = caps("Mod+Enter").join(" ");

export function MemoForm(props: MemoFormProps) {
  const { area, draft, onChange, onSave, onLeave, failure = null, isSaving = false, fills = false } = props;
  const [caret, setCaret] = useState<number | null>(null);
  const typing = caret === null ? null : tagBeingTyped(draft.text, caret);
  const tags = typing === null ? [] : completions(typing.typed, props.knownTags, suggested);
  const isEmpty = draft.text.trim() === "";

  const edit = (make: (text: string, caret: number) => Edit | null): boolean => {
    const element = area.current;
    if (element === null || element.selectionStart !== element.selectionEnd) return false;
    const wanted = make(element.value, element.selectionStart);
    if (wanted !== null) typeInto(element, wanted);
    return wanted !== null;
  };
  const take = (tag: string): boolean =>
    edit((_, at) => (typing === null ? null : insertion(typing.start, at, `#${tag} `)));

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const [first] = tags;
    const isCommand = event.ctrlKey || event.metaKey;
    const isPlain = !isCommand && !event.shiftKey && !event.altKey;
    const handled =
      (event.key === "Enter" && isCommand && (onSave(), true)) ||
      (event.key === "Enter" && isPlain && edit(continuedList)) ||
      (event.key === "Tab" && isPlain && first !== undefined && take(first)) ||
      (event.key === "Escape" && onLeave !== undefined && (onLeave(), true));
    if (handled) event.preventDefault();
  };

  return (
    <form
      aria-label={props.label}
      className={cx(fills && "flex min-h-0 flex-1 flex-col")}
      onSubmit={(event) => {
        event.preventDefault();
        onSave();
      }}
    >
      <TextArea
        ref={area}
        value={draft.text}
        aria-label={props.label}
        placeholder={props.placeholder}
        autoFocus={props.autoFocus}
        onChange={(event) => {
          onChange({ text: event.currentTarget.value });
          setCaret(event.currentTarget.selectionStart);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onBlur={() => setCaret(null)}
        onKeyDown={onKeyDown}
        className={cx("px-4 pt-3.5 pb-2 text-base sm:px-5", fills ? "min-h-0 flex-1 overflow-y-auto" : "max-h-[60dvh] min-h-20")}
      />
      <TagSuggestions tags={tags} onTake={take} />
      {failure !== null && (
        <p role="alert" className="mx-4 mb-2 rounded-lg bg-danger-soft px-3 py-2 text-sm text-danger">
          Not saved. {failure.sentence}
          {failure.requestId !== "" && <span className="block text-xs opacity-80">Request {failure.requestId}</span>}
        </p>
      )}
      <div className="flex items-center gap-1 px-2 pb-2">
        <IconButton icon={Hash} label="Tag" onClick={() => edit((_, at) => insertion(at, at, "#"))} />
        <IconButton icon={ListTodo} label="Task" onClick={() => edit(toggledTask)} />
        <VisibilityMenu visibility={draft.visibility} onChoose={(visibility) => onChange({ visibility })} />
        <span className="flex-1" />
        {props.children}
        <Button kind="primary" type="submit" disabled={isEmpty || isSaving} title={`Save  (${saveKey})`}>
          {failure === null ? "Save" : "Retry"}
        </Button>
      </div>
    </form>
  );
}
