/** Says something about a note; what is typed waits on disk, apart for each note. */
import { useMemo, useRef, useState } from "react";

import { commentsKey, createMemo, oneMemo } from "../../api/memos";
import { cache } from "../../api/cache";
import { type Explained, explain } from "../../api/errors";
import type { EditorHandle } from "../../editor/handle";
import type { Memo } from "../../gen/memos/api/v1/memo_service_pb";
import { useT } from "../../i18n";
import { draftBox } from "../../stores/draftBox";
import { emptyDraft, isBlank } from "../../stores/drafts";
import { sendingOf } from "../draftMemo";
import { MemoForm } from "../MemoForm";

interface CommentFormProps {
  readonly memo: Memo;
  /** `users/{username}` */
  readonly creator: string;
}

export function CommentForm({ memo, creator }: CommentFormProps) {
  const t = useT();
  const editor = useRef<EditorHandle>(null);
  const { name, visibility } = memo;
  const box = useMemo(() => draftBox(`comment:${creator}:${name}`, () => emptyDraft(visibility)), [creator, name, visibility]);
  const [failure, setFailure] = useState<Explained | null>(null);
  const [isSaving, setSaving] = useState(false);
  const send = async (): Promise<void> => {
    if (isBlank(box.current())) return;
    setFailure(null);
    setSaving(true);
    const draft = await box.take();
    try {
      // Who may read the note may read what is said about it.
      await createMemo(draft.uid, sendingOf({ ...draft, visibility }), draft.tried, name);
      await box.sent();
    } catch (error) {
      await box.giveBack(draft);
      setFailure(explain(error));
    } finally {
      setSaving(false);
      void cache.invalidateQueries({ queryKey: [...commentsKey, name] });
      void cache.invalidateQueries({ queryKey: oneMemo(name).queryKey });
    }
  };
  return (
    <div className="rounded-xl border border-line-strong bg-raised focus-within:border-accent focus-within:ring-3 focus-within:ring-accent-soft">
      <MemoForm
        editor={editor}
        box={box}
        onSave={() => void send()}
        isSaving={isSaving}
        failure={failure}
        label={t("comments.new")}
        placeholder={t("comments.placeholder")}
        isComment
        isNew
      />
    </div>
  );
}
