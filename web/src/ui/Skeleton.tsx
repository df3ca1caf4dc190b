/** The shape of cards that are still loading; appears only when loading takes long enough to notice. */
import { useT } from "../i18n";

const widths = [
  ["w-11/12", "w-3/5"],
  ["w-4/5", "w-full", "w-1/3"],
  ["w-2/3"],
  ["w-full", "w-10/12", "w-1/2"],
] as const;

export function Skeleton() {
  const t = useT();
  return (
    <div role="status" aria-label={t("common.loading")} className="late space-y-3">
      {widths.map((lines) => (
        <div key={lines.join()} className="space-y-3 rounded-xl border border-line bg-raised p-5">
          <div className="h-3 w-16 rounded bg-sunken" />
          {lines.map((width) => (
            <div key={width} className={`h-3.5 rounded bg-sunken ${width}`} />
          ))}
        </div>
      ))}
    </div>
  );
}
