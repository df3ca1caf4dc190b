/** What somebody changes in a form before it is saved, on top of what is stored. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { t } from "../i18n";
import { say } from "../stores/snackbar";

export interface Edited<Value> {
  /** What is stored, with the changes made here. */
  readonly value: Value;
  readonly change: (part: Partial<Value>) => void;
  readonly isDirty: boolean;
  readonly isSaving: boolean;
  readonly error: unknown;
  readonly save: () => void;
  readonly discard: () => void;
}

interface EditedOptions {
  /** What to say afterwards. */
  readonly said?: string;
}

/** Edit `stored`; `send` saves it and resolves once what is stored is known anew. */
export function useEdited<Value extends object>(
  stored: Value,
  send: (value: Value, changed: Partial<Value>) => Promise<unknown>,
  { said }: EditedOptions = {},
): Edited<Value> {
  const [changed, setChanged] = useState<Partial<Value>>({});
  const value: Value = { ...stored, ...changed };
  const sending = useMutation({
    mutationFn: () => send(value, changed),
    onSuccess: () => {
      setChanged({});
      say(said ?? t("settings.saved"));
    },
  });
  return {
    value,
    change: (part) => {
      sending.reset();
      setChanged((old) => ({ ...old, ...part }));
    },
    isDirty: Object.keys(changed).length > 0,
    isSaving: sending.isPending,
    error: sending.error,
    save: () => sending.mutate(),
    discard: () => {
      sending.reset();
      setChanged({});
    },
  };
}
