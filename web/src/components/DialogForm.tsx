/** A form in a dialog: saving it says so and closes it; what goes wrong is said inside. */
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { useT } from "../i18n";
import { Trouble } from "./Trouble";
import { say } from "../stores/snackbar";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";

interface DialogFormProps {
  readonly title: string;
  readonly save: () => Promise<unknown>;
  /** What is said afterwards, where "saved" says too little. */
  readonly saved?: string;
  /** Whether something known to be wrong forbids to save. */
  readonly isWrong?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** What stands below the form and is not saved with it. */
  readonly below?: ReactNode;
}

export function DialogForm({ title, save, saved, isWrong = false, onClose, children, below }: DialogFormProps) {
  const t = useT();
  const saving = useMutation({
    mutationFn: save,
    onSuccess: () => {
      say(saved ?? t("settings.saved"));
      onClose();
    },
  });
  return (
    <Dialog open onClose={onClose} title={title}>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        {children}
        <Trouble error={saving.error} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button kind="primary" type="submit" disabled={saving.isPending || isWrong}>
            {t("common.save")}
          </Button>
        </div>
      </form>
      {below}
    </Dialog>
  );
}
