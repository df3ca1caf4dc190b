/** The user's own notes in numbers, from counters: the same cost for ten notes and for a hundred thousand. */
import { useQuery } from "@tanstack/react-query";
import { ChartColumn } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";

import { ownNumbers } from "../api/numbers";
import { BarChart } from "../components/BarChart";
import { Failure } from "../components/Failure";
import type { Overview } from "../gen/appliance/v1/overview_service_pb";
import { useTitle } from "../hooks/useTitle";
import { useT } from "../i18n";
import { formatNumber } from "../i18n/formats";
import { barsOf, type DayCount, type Span, startOf, streaksOf } from "../lib/counts";
import { cx } from "../lib/cx";
import { paths } from "../paths";
import { Notice } from "../ui/Notice";
import { PageTitle } from "../ui/PageTitle";
import { TilesSkeleton } from "../ui/TilesSkeleton";

const spans = [
  { span: "day", label: "statistics.perDay", shown: 60 },
  { span: "week", label: "statistics.perWeek", shown: 52 },
  { span: "month", label: "statistics.perMonth", shown: 12 },
] as const;
const mostTags = 20;
/** Of the numbers at the top. */
const columns = "grid-cols-2 gap-2 sm:grid-cols-3";

function Number({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="rounded-xl border border-line bg-raised px-4 py-3">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="text-xl font-semibold tabular-nums">{children}</dd>
    </div>
  );
}

function Numbers({ numbers, days }: { readonly numbers: Overview; readonly days: readonly DayCount[] }) {
  const t = useT();
  const streaks = streaksOf(days, numbers.lastDay);
  const monday = startOf(numbers.lastDay, "week");
  const thisWeek = days.filter(({ day }) => day >= monday).reduce((sum, { count }) => sum + count, 0);
  return (
    <dl className={`grid ${columns}`}>
      <Number name={t("statistics.notes")}>{formatNumber(numbers.normalCount)}</Number>
      <Number name={t("statistics.thisWeek")}>{formatNumber(thisWeek)}</Number>
      <Number name={t("statistics.archived")}>{formatNumber(numbers.archivedCount)}</Number>
      <Number name={t("statistics.streak")}>{t("statistics.dayCount", { count: streaks.current })}</Number>
      <Number name={t("statistics.longest")}>{t("statistics.dayCount", { count: streaks.longest })}</Number>
      <Number name={t("statistics.days")}>{formatNumber(days.length)}</Number>
      <Number name={t("statistics.tasks")}>{formatNumber(numbers.openTaskCount)}</Number>
      <Number name={t("statistics.links")}>{formatNumber(numbers.linkCount)}</Number>
      <Number name={t("statistics.code")}>{formatNumber(numbers.codeCount)}</Number>
    </dl>
  );
}

function History({ numbers, days }: { readonly numbers: Overview; readonly days: readonly DayCount[] }) {
  const t = useT();
  const [chosen, setChosen] = useState<Span>("week");
  const { shown } = spans.find(({ span }) => span === chosen) ?? spans[1];
  const bars = barsOf(days, numbers.firstDay, numbers.lastDay, chosen).slice(-shown);
  return (
    <section aria-label={t("statistics.range")} className="space-y-3 rounded-xl border border-line bg-raised p-4">
      <div role="group" aria-label={t("statistics.range")} className="flex gap-1">
        {spans.map(({ span, label }) => (
          <button
            key={span}
            type="button"
            aria-pressed={span === chosen}
            onClick={() => setChosen(span)}
            className={cx(
              "min-h-9 rounded-lg px-3 text-sm pointer-coarse:min-h-11",
              span === chosen ? "bg-accent-soft font-medium text-accent" : "text-muted hover:bg-sunken hover:text-ink",
            )}
          >
            {t(label)}
          </button>
        ))}
      </div>
      <BarChart bars={bars} span={chosen} />
    </section>
  );
}

function Tags({ numbers }: { readonly numbers: Overview }) {
  const t = useT();
  const tags = numbers.tags.slice(0, mostTags);
  const highest = Math.max(1, ...tags.map(({ memoCount }) => memoCount));
  if (tags.length === 0) return null;
  return (
    <section aria-label={t("statistics.tags")} className="space-y-2 rounded-xl border border-line bg-raised p-4">
      <h2 className="text-sm font-semibold">{t("statistics.tags")}</h2>
      <ol className="space-y-1 text-sm">
        {tags.map(({ tag, memoCount }) => (
          <li key={tag} className="flex items-center gap-3">
            <Link to={paths.notes({ words: "", tag })} dir="auto" className="w-1/3 truncate text-accent hover:underline">
              #{tag}
            </Link>
            <progress aria-hidden max={highest} value={memoCount} className="counted h-2 min-w-0 flex-1" />
            <span className="w-12 text-end text-muted tabular-nums">{formatNumber(memoCount)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

export function StatisticsPage() {
  const t = useT();
  const { data: numbers, error, isPending, refetch } = useQuery(ownNumbers);
  const days = numbers?.days.map(({ day, memoCount }) => ({ day, count: memoCount })) ?? [];
  useTitle(t("statistics.title"));
  return (
    <div className="space-y-4">
      <PageTitle title={t("statistics.title")}>{t("statistics.lead")}</PageTitle>
      {isPending && <TilesSkeleton count={9} grid={columns} tile="h-18 rounded-xl border border-line bg-raised" />}
      {numbers === undefined && error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {numbers !== undefined && numbers.normalCount === 0 && (
        <Notice icon={ChartColumn} title={t("statistics.empty")}>
          {t("statistics.emptyHint")}
        </Notice>
      )}
      {numbers !== undefined && numbers.normalCount > 0 && (
        <>
          <Numbers numbers={numbers} days={days} />
          <History numbers={numbers} days={days} />
          <Tags numbers={numbers} />
        </>
      )}
    </div>
  );
}
