/** The shape of a few lines that are still loading, where a frame stands around them already. */
import { useT } from "../i18n";

export function LinesSkeleton() {
  const t = useT();
  return (
    <div role="status" aria-label={t("common.loading")} className="late space-y-3 py-2">
      <div className="h-3.5 w-3/5 rounded bg-sunken" />
      <div className="h-3 w-4/5 rounded bg-sunken" />
    </div>
  );
}
