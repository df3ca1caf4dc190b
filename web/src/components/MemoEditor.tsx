/** Edits a note where it stands; unsaved changes wait on disk until they are saved or given up. */
import { lazy, useEffect, useMemo, useRef, useState } from "react";

import { type Explained, explain } from "../api/errors";
import { editMemo, settle, show } from "../api/memos";
import type { EditorHandle } from "../editor/handle";
import type { Memo } from "../gen/memos/api/v1/memo_service_pb";
import { useDraft, useRestored } from "../hooks/useDraft";
import { useUser } from "../hooks/useUser";
import { loadRest, useT } from "../i18n";
import { draftBox, forgetBox, isSame } from "../stores/draftBox";
import { type Draft, isBlank } from "../stores/drafts";
import { Button } from "../ui/Button";
import { Lazily } from "../ui/Lazily";
import { baseOf, changedParts, changeOf, contested, draftFrom, type Part, rebased, sendingOf } from "./draftMemo";
import { MemoForm } from "./MemoForm";

const Conflict = lazy(async () => {
  const [conflict] = await Promise.all([import("./Conflict"), loadRest()]);
  return conflict;
});

interface Contradiction {
  readonly theirs: Draft;
  readonly mine: ReadonlySet<Part>;
}

interface MemoEditorProps {
  readonly memo: Memo;
  readonly onClose: () => void;
}

export function MemoEditor({ memo, onClose }: MemoEditorProps) {
  const t = useT();
  const { name: user } = useUser();
  const editor = useRef<EditorHandle>(null);
  const key = `edit:${user}:${memo.name}`;
  const [start] = useState(() => draftFrom(memo));
  const box = useMemo(() => draftBox(key, () => start), [key, start]);
  const draft = useDraft(box);
  const isRestored = useRestored(box);
  const [failure, setFailure] = useState<Explained | null>(null);
  const [isSaving, setSaving] = useState(false);
  /** The note as it is now, where it contradicts the edit, and what of it the edit changed. */
  const [conflict, setConflict] = useState<Contradiction | null>(null);
  const base = baseOf(draft);
  const known = useMemo(() => draftFrom(memo), [memo]);
  const isChanged = !isSame(draft, base);
  const isLeaving = useRef(false);
  // It is heard of while it is edited: better told now than when it is saved.
  const isElsewhere = contested(draft, base, known).size > 0;

  // What only others changed is taken over as it arrives.
  useEffect(() => {
    // A key that is not told yet counts as well.
    editor.current?.tell();
    const own = box.current();
    const began = baseOf(own);
    if (isSaving || own.base === null || contested(own, began, known).size > 0 || changedParts(known, began).size === 0) return;
    box.change(rebased(own, known, changedParts(own, began)));
    // What the disk brings back began with a note of its own.
  }, [box, draft.base, known, isSaving]);

  // Leaving by another way keeps the draft on disk; the next edit begins from it.
  useEffect(() => () => (isLeaving.current ? forgetBox(key) : undefined), [key]);

  const leave = (): void => {
    isLeaving.current = true;
    void box.discard();
    onClose();
  };
  const save = async (): Promise<void> => {
    const current = box.current();
    const began = baseOf(current);
    if (isSame(current, began)) return leave();
    if (isBlank(current)) return undefined;
    setSaving(true);
    setFailure(null);
    try {
      const answer = await editMemo(memo.name, changeOf(current, began), sendingOf(began));
      show(answer.memo);
      editor.current?.tell();
      const later = box.current();
      if (!answer.applied) contradict(answer.memo);
      else if (isSame(later, current)) leave();
      // What was typed meanwhile is an edit of what was saved.
      else box.change(rebased(later, draftFrom(answer.memo), changedParts(later, current)));
    } catch (error) {
      await box.flush();
      setFailure(explain(error));
    } finally {
      setSaving(false);
      settle();
    }
    return undefined;
  };
  function contradict(now: Memo): void {
    editor.current?.tell();
    const own = box.current();
    setConflict({ theirs: draftFrom(now), mine: changedParts(own, baseOf(own)) });
  }
  /** From now on the edit is one of the other version. */
  const keep = ({ theirs, mine }: Contradiction): void => {
    box.change(rebased(box.current(), theirs, mine));
    setConflict(null);
    void save();
  };
  if (conflict !== null)
    return (
      <Lazily onMissing={() => setConflict(null)}>
        <Conflict
          {...conflict}
          own={draft}
          onChange={(text) => box.change({ text })}
          onKeep={() => keep(conflict)}
          onTake={leave}
          onBack={() => setConflict(null)}
        />
      </Lazily>
    );
  return (
    <>
      {isRestored && isChanged && <p className="px-4 pt-3 text-xs text-muted">{t("composer.restored")}</p>}
      {isElsewhere && (
        <p role="status" className="mx-4 mt-2 flex flex-wrap items-center gap-x-3 rounded-lg bg-sunken px-3 py-1.5 text-sm">
          {t("composer.changedElsewhere")}
          <button type="button" className="min-h-9 font-medium text-accent hover:underline" onClick={() => contradict(memo)}>
            {t("composer.compare")}
          </button>
        </p>
      )}
      <MemoForm
        editor={editor}
        box={box}
        onSave={() => void save()}
        // Escape never throws text away: the draft waits on disk.
        onLeave={() => {
          // Not by what is drawn: the last keys may not be.
          if (!isSame(box.current(), baseOf(box.current()))) onClose();
          else leave();
          return true;
        }}
        isSaving={isSaving}
        failure={failure}
        label={t("composer.editNote")}
        isNew={false}
        isComment={(memo.parent ?? "") !== ""}
        autoFocus
      >
        <Button kind="quiet" onClick={leave}>
          {t(isChanged ? "common.discard" : "common.close")}
        </Button>
      </MemoForm>
    </>
  );
}
