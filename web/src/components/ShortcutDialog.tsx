/** Saves a search under a name, or changes a saved one; the server judges the filter while it is written. */
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";

import { explain } from "../api/errors";
import { changeShortcut, createShortcut, judgeFilter, type ShortcutDraft } from "../api/shortcuts";
import type { Shortcut } from "../gen/memos/api/v1/shortcut_service_pb";
import { useUser } from "../hooks/useUser";
import { useT } from "../i18n";
import { Field } from "../ui/Field";
import { TextBlock } from "../ui/TextBlock";
import { DialogForm } from "./DialogForm";
import { FilterHelp } from "./FilterHelp";

interface ShortcutDialogProps {
  /** Null for a new one. */
  readonly shortcut: Shortcut | null;
  readonly draft: ShortcutDraft;
  readonly onClose: () => void;
}

/** What the server says of a filter; an empty text while it is not known. */
function useVerdict(filter: string): { readonly isRight: boolean; readonly fault: string } {
  const { name } = useUser();
  const { isSuccess, error } = useQuery({
    queryKey: ["filter", filter],
    queryFn: async () => {
      await judgeFilter(name, filter);
      return true;
    },
    enabled: filter.trim() !== "",
    retry: false,
    staleTime: Infinity,
  });
  return { isRight: isSuccess, fault: error === null ? "" : explain(error).sentence };
}

export function ShortcutDialog({ shortcut, draft: begun, onClose }: ShortcutDialogProps) {
  const t = useT();
  const { name } = useUser();
  const [draft, setDraft] = useState(begun);
  const verdict = useVerdict(useDeferredValue(draft.filter));
  const save = () => (shortcut === null ? createShortcut(name, draft) : changeShortcut(name, shortcut.name, draft));
  return (
    <DialogForm
      title={t(shortcut === null ? "shortcuts.add" : "shortcuts.edit")}
      save={save}
      isWrong={verdict.fault !== ""}
      onClose={onClose}
    >
      <Field
        label={t("shortcuts.name")}
        value={draft.title}
        required
        autoFocus
        onChange={(event) => setDraft({ ...draft, title: event.currentTarget.value })}
      />
      <TextBlock
        code
        label={t("shortcuts.filter")}
        hint={t("shortcuts.filterHint")}
        rows={4}
        required
        value={draft.filter}
        onChange={(event) => setDraft({ ...draft, filter: event.currentTarget.value })}
      />
      <p aria-live="polite" className={verdict.fault === "" ? "text-sm text-muted" : "text-sm text-danger"}>
        {verdict.fault || (verdict.isRight ? t("shortcuts.right") : "")}
      </p>
      <FilterHelp onTake={(filter) => setDraft({ ...draft, filter })} />
    </DialogForm>
  );
}
