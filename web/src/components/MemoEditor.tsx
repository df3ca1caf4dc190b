/** Edits a note where it stands; unsaved changes wait on disk until they are saved or given up. */
import { useMemo, useRef, useState } from "react";

import { type Explained, explain } from "../api/errors";
import { settle, show, updateMemo } from "../api/memos";
import type { Memo } from "../gen/memos/api/v1/memo_service_pb";
import { useDraft, useRestored } from "../hooks/useDraft";
import { useKnownTags } from "../hooks/useKnownTags";
import { draftBox, forgetBox } from "../stores/draftBox";
import { isBlank } from "../stores/drafts";
import { Button } from "../ui/Button";
import { MemoForm } from "./MemoForm";

interface MemoEditorProps {
  readonly memo: Memo;
  readonly onClose: () => void;
}

export function MemoEditor({ memo, onClose }: MemoEditorProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const key = `edit:${memo.name}`;
  const { content: text, visibility } = memo;
  const box = useMemo(
    () => draftBox(key, () => ({ text, visibility, uid: "", tried: false })),
    [key, text, visibility],
  );
  const draft = useDraft(box);
  const isRestored = useRestored(box);
  const knownTags = useKnownTags();
  const [failure, setFailure] = useState<Explained | null>(null);
  const [isSaving, setSaving] = useState(false);
  const isChanged = draft.text !== text || draft.visibility !== visibility;

  const leave = (): void => {
    void box.discard();
    forgetBox(key);
    onClose();
  };
  const save = async (): Promise<void> => {
    if (!isChanged) return leave();
    if (isBlank(draft)) return undefined;
    setSaving(true);
    setFailure(null);
    try {
      show(await updateMemo(memo.name, { content: draft.text, visibility: draft.visibility }));
      leave();
    } catch (error) {
      await box.flush();
      setFailure(explain(error));
      setSaving(false);
    } finally {
      settle();
    }
    return undefined;
  };
  return (
    <>
      {isRestored && isChanged && (
        <p className="px-4 pt-3 text-xs text-muted">You had not saved these changes.</p>
      )}
      <MemoForm
        area={area}
        draft={draft}
        onChange={(part) => box.change(part)}
        onSave={() => void save()}
        // Escape never throws text away.
        onLeave={() => (isChanged ? undefined : leave())}
        isSaving={isSaving}
        failure={failure}
        knownTags={knownTags}
        label="Edit note"
        autoFocus
      >
        <Button kind="quiet" onClick={leave}>
          {isChanged ? "Discard" : "Close"}
        </Button>
      </MemoForm>
    </>
  );
}
