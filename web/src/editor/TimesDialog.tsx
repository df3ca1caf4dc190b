/** When a note was written and changed, chosen by hand. */
import { useState } from "react";

import { useT } from "../i18n";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { fromLocal, toLocal } from "./localTime";

interface TimesDialogProps {
  readonly created: number | null;
  readonly updated: number | null;
  /** A new note has no time of a change. */
  readonly isNew: boolean;
  readonly onChoose: (times: { readonly created: number | null; readonly updated: number | null }) => void;
  readonly onClose: () => void;
}

export default function TimesDialog({ created, updated, isNew, onChoose, onClose }: TimesDialogProps) {
  const t = useT();
  const [begun, setBegun] = useState(() => toLocal(created ?? Date.now()));
  const [changed, setChanged] = useState(() => toLocal(updated ?? Date.now()));
  const choose = (): void => {
    onChoose({
      created: begun === toLocal(created ?? 0) ? created : fromLocal(begun),
      updated: isNew || changed === toLocal(updated ?? 0) ? updated : fromLocal(changed),
    });
    onClose();
  };
  return (
    <Dialog open onClose={onClose} title={t("editor.times")}>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          choose();
        }}
      >
        <Field
          label={t("editor.created")}
          type="datetime-local"
          step="1"
          required
          value={begun}
          onChange={(event) => setBegun(event.currentTarget.value)}
        />
        {!isNew && (
          <Field
            label={t("editor.updated")}
            hint={t("editor.updatedHint")}
            type="datetime-local"
            step="1"
            required
            value={changed}
            onChange={(event) => setChanged(event.currentTarget.value)}
          />
        )}
        <div className="flex justify-end gap-2">
          {isNew && created !== null && (
            <Button
              kind="quiet"
              onClick={() => {
                onChoose({ created: null, updated: null });
                onClose();
              }}
            >
              {t("editor.now")}
            </Button>
          )}
          <Button kind="primary" type="submit">
            {t("editor.setTimes")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
