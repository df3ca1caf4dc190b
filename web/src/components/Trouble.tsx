/** Why something could not be saved, where it was to be saved. */
import { explain } from "../api/errors";
import { useT } from "../i18n";

export function Trouble({ error }: { readonly error: unknown }) {
  const t = useT();
  if (error === null || error === undefined) return null;
  const { sentence, requestId } = explain(error);
  return (
    <p role="alert" className="rounded-lg bg-danger-soft px-3 py-2 text-sm text-danger">
      {sentence}
      {requestId !== "" && (
        <span className="block text-xs break-all opacity-80">{t("common.request", { id: requestId })}</span>
      )}
    </p>
  );
}
