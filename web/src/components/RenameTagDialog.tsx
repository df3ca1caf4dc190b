/** Renames a tag in every note, or merges it into another one; says how far it is, and offers to undo all of it. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { renameTag, undoAll } from "../api/batches";
import type { MemoBatch } from "../gen/appliance/v1/memo_batch_service_pb";
import { complain } from "../hooks/complain";
import { useKnownTags } from "../hooks/useKnownTags";
import { useT } from "../i18n";
import { Trouble } from "./Trouble";
import { say } from "../stores/snackbar";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";

interface RenameTagDialogProps {
  readonly tag: string;
  readonly onClose: () => void;
}

function Progress({ batch }: { readonly batch: MemoBatch }) {
  const t = useT();
  const { doneCount: done, totalCount: total } = batch;
  return (
    <div className="space-y-1">
      <progress value={done} max={total || 1} aria-label={t("tags.renaming")} className="h-2 w-full accent-accent" />
      <p aria-live="polite" className="text-sm text-muted tabular-nums">
        {t("tags.renamed", { done, total })}
      </p>
    </div>
  );
}

export function RenameTagDialog({ tag, onClose }: RenameTagDialogProps) {
  const t = useT();
  const known = useKnownTags();
  const [text, setText] = useState(tag);
  const [progress, setProgress] = useState<MemoBatch | null>(null);
  const wanted = text.trim().replace(/^#/u, "");
  const isMerge = wanted !== tag && known.includes(wanted);
  const renaming = useMutation({
    mutationFn: () => renameTag(tag, wanted, setProgress),
    onSuccess: (batch) => {
      const undo = () => undoAll([batch.name]).then((count) => say(t("selection.undone", { count })), complain);
      say(t("selection.changed", { count: batch.changedCount }), {
        offer: { label: t("common.undo"), isUndo: true, act: undo },
      });
      onClose();
    },
  });
  return (
    <Dialog open onClose={onClose} title={t("tags.renameTitle", { tag })}>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          renaming.mutate();
        }}
      >
        <Field
          label={t("tags.newName")}
          hint={t(isMerge ? "tags.mergeHint" : "tags.renameHint")}
          value={text}
          autoFocus
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          disabled={renaming.isPending}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {renaming.isPending && progress !== null && <Progress batch={progress} />}
        <Trouble error={renaming.error} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button kind="primary" type="submit" disabled={wanted === "" || wanted === tag || renaming.isPending}>
            {t(isMerge ? "tags.merge" : "tags.rename")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
