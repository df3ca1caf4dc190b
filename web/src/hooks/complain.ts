/** Says in the snackbar that something failed; the id finds it in the server's log. */
import { explain } from "../api/errors";
import { t } from "../i18n";
import { say } from "../stores/snackbar";

export function complain(error: unknown): void {
  const { sentence, requestId } = explain(error);
  say(requestId === "" ? sentence : t("errors.withRequest", { sentence, id: requestId }), { tone: "danger" });
}
