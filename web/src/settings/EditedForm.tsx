/** A form over edited values: its fields, and saving or discarding once something was changed. */
import type { ReactNode } from "react";

import { useT } from "../i18n";
import { Button } from "../ui/Button";
import type { Edited } from "./edited";
import { Trouble } from "../components/Trouble";

interface EditedFormProps {
  readonly edited: Omit<Edited<object>, "value" | "change">;
  readonly children: ReactNode;
}

export function EditedForm({ edited, children }: EditedFormProps) {
  const t = useT();
  return (
    <form
      className="space-y-5"
      onSubmit={(event) => {
        event.preventDefault();
        edited.save();
      }}
    >
      {children}
      <Trouble error={edited.error} />
      <div className="flex flex-wrap gap-2">
        <Button kind="primary" type="submit" disabled={!edited.isDirty || edited.isSaving}>
          {t("common.save")}
        </Button>
        {edited.isDirty && (
          <Button kind="quiet" disabled={edited.isSaving} onClick={edited.discard}>
            {t("common.discard")}
          </Button>
        )}
      </div>
    </form>
  );
}
