/** Something could not be loaded: what happened, what to do, and the id to quote. */
import { CloudOff, TriangleAlert } from "lucide-react";

import { useT } from "../i18n";
import { explain, isUnreachable } from "../api/errors";
import { Button } from "../ui/Button";
import { Notice } from "../ui/Notice";

interface FailureProps {
  readonly error: unknown;
  readonly onRetry: () => void;
}

export function Failure({ error, onRetry }: FailureProps) {
  const t = useT();
  const { sentence, requestId } = explain(error);
  return (
    <Notice
      urgent
      icon={isUnreachable(error) ? CloudOff : TriangleAlert}
      title={t("shell.loadFailed")}
      action={<Button onClick={onRetry}>{t("common.tryAgain")}</Button>}
    >
      {sentence}
      {requestId !== "" && <span className="mt-1 block text-xs break-all">{t("common.request", { id: requestId })}</span>}
    </Notice>
  );
}
