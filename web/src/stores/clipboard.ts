/** Copying, also on pages without a clipboard. */
import { t } from "../i18n";
import { say } from "./snackbar";

/** Copy a text and say so; pages served over plain http have no clipboard, so it is shown instead. */
export async function copyText(text: string): Promise<void> {
  if (!("clipboard" in navigator)) return say(text);
  await navigator.clipboard.writeText(text);
  return say(t("common.copied"));
}
