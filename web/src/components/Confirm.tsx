/** Asks before what cannot be undone. */
import { type ReactNode, useState } from "react";

import { useT } from "../i18n";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { Trouble } from "./Trouble";

interface ConfirmProps {
  readonly open: boolean;
  readonly title: string;
  /** What the button says that does it. */
  readonly action: string;
  readonly children: ReactNode;
  /** A word that has to be typed first. */
  readonly word?: string;
  readonly onClose: () => void;
  readonly onConfirm: () => Promise<unknown>;
}

export function Confirm({ open, title, action, children, word = "", onClose, onConfirm }: ConfirmProps) {
  const t = useT();
  const [typed, setTyped] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const close = (): void => {
    setTyped("");
    setError(null);
    onClose();
  };
  const confirm = async (): Promise<void> => {
    setBusy(true);
    try {
      await onConfirm();
      close();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open={open} onClose={close} title={title}>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          void confirm();
        }}
      >
        <div className="text-sm text-pretty text-muted">{children}</div>
        {word !== "" && (
          <Field
            label={t("settings.typeToConfirm", { word })}
            value={typed}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        <Trouble error={error} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={close}>{t("common.cancel")}</Button>
          <Button kind="danger" type="submit" disabled={isBusy || typed !== word}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
