/** How the server is, in one sentence, and each thing that somebody should look at. */
import { CircleAlert, CircleCheck, type LucideIcon, TriangleAlert } from "lucide-react";

import { type Finding, Finding_Verdict as Level } from "../gen/appliance/v1/operations_service_pb";
import { type Key, useT } from "../i18n";
import { cx } from "../lib/cx";

interface Look {
  readonly icon: LucideIcon;
  readonly word: Key;
  readonly colour: string;
  readonly ground: string;
}

const good: Look = { icon: CircleCheck, word: "operations.allWell", colour: "text-ok", ground: "border-ok bg-ok/8" };
const warning: Look = { icon: TriangleAlert, word: "operations.lookAt", colour: "text-ink", ground: "border-line-strong bg-sunken" };
const failing: Look = { icon: CircleAlert, word: "operations.notWell", colour: "text-danger", ground: "border-danger bg-danger-soft" };

function lookOf(level: Level): Look {
  if (level === Level.FAIL) return failing;
  return level === Level.WARN ? warning : good;
}

/** Commands stand between backticks. */
function Advice({ text }: { readonly text: string }) {
  return text.split("`").map((part, index) =>
    // oxlint-disable-next-line react/no-array-index-key -- a part is its place in the sentence
    index % 2 === 0 ? part : <code key={index}>{part}</code>,
  );
}

function FindingRow({ finding }: { readonly finding: Finding }) {
  const { icon: Icon, colour } = lookOf(finding.verdict);
  return (
    <li className="flex gap-3 py-2.5">
      <Icon aria-hidden size={18} strokeWidth={1.75} className={cx("mt-0.5 shrink-0", colour)} />
      <div className="min-w-0">
        <p dir="auto" className="text-sm wrap-anywhere first-letter:uppercase">{finding.fact}</p>
        {finding.advice !== "" && <p dir="auto" className="text-sm text-muted wrap-anywhere"><Advice text={finding.advice} /></p>}
      </div>
    </li>
  );
}

interface VerdictProps {
  readonly verdict: Level;
  readonly findings: readonly Finding[];
}

export function Verdict({ verdict, findings }: VerdictProps) {
  const t = useT();
  const { icon: Icon, word, colour, ground } = lookOf(verdict);
  const bad = findings.filter((finding) => finding.verdict !== Level.OK);
  const fine = findings.filter((finding) => finding.verdict === Level.OK);
  return (
    <section aria-label={t("operations.verdict")} className={cx("rounded-xl border px-4 py-3 sm:px-5", ground)}>
      <p className={cx("flex items-center gap-3 text-base font-semibold", colour)}>
        <Icon aria-hidden size={22} strokeWidth={1.75} />
        {t(word)}
      </p>
      <ul className="divide-y divide-line">
        {bad.map((finding) => (
          <FindingRow key={`${finding.check} ${finding.fact}`} finding={finding} />
        ))}
      </ul>
      {fine.length > 0 && (
        <details className="pt-1">
          <summary className="cursor-pointer text-sm text-muted hover:text-ink">
            {t("operations.checksPassed", { count: fine.length })}
          </summary>
          <ul className="divide-y divide-line">
            {fine.map((finding) => (
              <FindingRow key={`${finding.check} ${finding.fact}`} finding={finding} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
