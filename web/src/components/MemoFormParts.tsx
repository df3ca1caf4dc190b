/** The parts of the form that are there from the first moment: who may read, what went wrong, saving. */
import type { ReactNode, RefObject } from "react";

import type { Explained } from "../api/errors";
import type { CompletionSources } from "../editor/completion";
import type { EditorHandle } from "../editor/handle";
import { useDraft } from "../hooks/useDraft";
import { useT } from "../i18n";
import { caps } from "../lib/keys";
import type { DraftBox } from "../stores/draftBox";
import { isBlank } from "../stores/drafts";
import { Button } from "../ui/Button";
import { VisibilityMenu } from "./VisibilityMenu";

export interface MemoFormProps {
  readonly editor: RefObject<EditorHandle | null>;
  readonly box: DraftBox;
  readonly onSave: () => void;
  /** Answers whether there was something to leave. */
  readonly onLeave?: () => boolean;
  readonly isSaving?: boolean;
  readonly failure?: Explained | null;
  readonly label: string;
  readonly placeholder?: string;
  /** Fill the height that is there instead of growing with the text. */
  readonly fills?: boolean;
  readonly autoFocus?: boolean;
  /** A comment is read by whoever reads what it is about. */
  readonly isComment?: boolean;
  readonly isNew?: boolean;
  readonly children?: ReactNode;
}

/** What the parts that come later do for the text. */
export interface Tools {
  readonly sources: CompletionSources;
  readonly save: () => void;
  readonly addFiles: (files: readonly File[], inText?: boolean) => void;
}

const saveKey = caps("Mod+Enter").join(" ");

export function FormFailure({ failure }: { readonly failure: Explained | null }) {
  const t = useT();
  if (failure === null) return null;
  return (
    <p role="alert" className="mx-4 mb-2 rounded-lg bg-danger-soft px-3 py-2 text-sm text-danger">
      {t("composer.notSaved", { reason: failure.sentence })}
      {failure.requestId !== "" && (
        <span className="block text-xs opacity-80">{t("common.request", { id: failure.requestId })}</span>
      )}
    </p>
  );
}

interface FormEndProps {
  readonly form: MemoFormProps;
  /** Show nothing but saving. */
  readonly isQuiet?: boolean;
  readonly isBusy?: boolean;
}

export function FormEnd({ form, isQuiet = false, isBusy = false }: FormEndProps) {
  const t = useT();
  const draft = useDraft(form.box);
  return (
    <>
      {form.isComment !== true && (
        <VisibilityMenu visibility={draft.visibility} onChoose={(visibility) => form.box.change({ visibility })} />
      )}
      <span className="flex-1" />
      {!isQuiet && form.children}
      <Button
        kind="primary"
        type="submit"
        disabled={isBlank(draft) || form.isSaving === true || isBusy}
        title={t("common.withKey", { label: t("composer.save"), key: saveKey })}
      >
        {t((form.failure ?? null) === null ? "composer.save" : "common.retry")}
      </Button>
    </>
  );
}
