/** A month in which each day says how much was written, and leads to it; dragging chooses several days. */
import { ChevronLeft, ChevronRight } from "lucide-react";
import { memo, useState } from "react";
import { useNavigate } from "react-router";

import type { Overview } from "../../gen/appliance/v1/overview_service_pb";
import { useWeekStart } from "../../hooks/useWeekStart";
import { useSearch } from "../../hooks/useSearch";
import { useToday } from "../../hooks/useToday";
import { useT } from "../../i18n";
import { dateFormat, formatNumber } from "../../i18n/formats";
import { cx } from "../../lib/cx";
import { chosenDays, type Days, withDays } from "../../lib/days";
import { dateOf, dayOf, heat, monthOf, monthShifted, shifted, weeksOf } from "../../lib/month";
import { paths } from "../../paths";
import { IconButton } from "../../ui/IconButton";

const heats = ["", "heat-1", "heat-2", "heat-3", "heat-4"] as const;

function isWithin(day: string, days: Days | null): boolean {
  return days !== null && day >= days.first && day <= days.last;
}

function between(one: string, other: string): Days {
  return one <= other ? { first: one, last: other } : { first: other, last: one };
}

interface DayCellProps {
  readonly day: string;
  readonly count: number;
  readonly level: 0 | 1 | 2 | 3 | 4;
  readonly isToday: boolean;
  readonly isChosen: boolean;
  readonly onDown: () => void;
  readonly onEnter: () => void;
  readonly onUp: () => void;
  readonly onChoose: () => void;
}

function DayCell({ day, count, level, isToday, isChosen, onDown, onEnter, onUp, onChoose }: DayCellProps) {
  const t = useT();
  const date = dateOf(day);
  const label = `${dateFormat({ dateStyle: "full" }).format(date)}: ${t("common.notes", { count })}`;
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={isChosen}
      title={label}
      onPointerDown={onDown}
      onPointerEnter={onEnter}
      onPointerUp={onUp}
      onClick={onChoose}
      className={cx(
        "day grid aspect-square w-full touch-none place-items-center rounded-md text-xs tabular-nums",
        heats[level],
        isToday && "font-semibold ring-1 ring-line-strong ring-inset",
        isChosen && "outline-2 -outline-offset-2 outline-accent",
      )}
    >
      {formatNumber(date.getDate())}
    </button>
  );
}

interface CalendarMonthProps {
  readonly overview: Overview | undefined;
  readonly onFollow?: () => void;
}

export const CalendarMonth = memo(function CalendarMonth({ overview, onFollow }: CalendarMonthProps) {
  const t = useT();
  const search = useSearch();
  const navigate = useNavigate();
  const weekStart = useWeekStart();
  const today = dayOf(useToday());
  const chosen = chosenDays(search);
  const [month, setMonth] = useState(monthOf(chosen?.last ?? today));
  const [anchor, setAnchor] = useState<string | null>(null);
  const [reach, setReach] = useState("");
  const counts = new Map(overview?.days.map(({ day, memoCount }) => [day, memoCount]));
  const most = Math.max(0, ...counts.values());
  const weeks = weeksOf(month, weekStart);
  const dragged = anchor === null || anchor === reach ? null : between(anchor, reach);
  const shown = dragged ?? chosen;

  const go = (wanted: Days): void => {
    setAnchor(null);
    const isAgain = chosen?.first === wanted.first && chosen.last === wanted.last;
    void navigate(paths.notes(withDays(search, isAgain ? null : wanted)));
    onFollow?.();
  };
  const begin = (day: string): void => {
    setAnchor(day);
    setReach(day);
  };

  return (
    <section aria-label={t("calendar.title")}>
      <header className="flex items-center justify-between ps-2">
        <h2 className="text-xs font-medium text-muted">
          {dateFormat({ month: "long", year: "numeric" }).format(dateOf(`${month}-15`))}
        </h2>
        <div className="flex">
          <IconButton icon={ChevronLeft} label={t("calendar.previous")} className="rtl:rotate-180" onClick={() => setMonth(monthShifted(month, -1))} />
          <IconButton icon={ChevronRight} label={t("calendar.next")} className="rtl:rotate-180" disabled={month >= monthOf(today)} onClick={() => setMonth(monthShifted(month, 1))} />
        </div>
      </header>
      <div className="grid grid-cols-7 gap-0.5 text-center" onPointerLeave={() => setAnchor(null)}>
        {Array.from({ length: 7 }, (_, index) => shifted("2026-03-01", weekStart + index)).map((day) => (
          <span key={day} aria-hidden className="pb-0.5 text-[0.6875rem] text-muted">
            {dateFormat({ weekday: "narrow" }).format(dateOf(day))}
          </span>
        ))}
        {weeks.flatMap((week, row) =>
          week.map((day, column) =>
            day === null ? (
              // oxlint-disable-next-line react/no-array-index-key -- an empty place is nothing but its place
              <span key={`${row} ${column}`} />
            ) : (
              <DayCell
                key={day}
                day={day}
                count={counts.get(day) ?? 0}
                level={heat(counts.get(day) ?? 0, most)}
                isToday={day === today}
                isChosen={isWithin(day, shown)}
                onDown={() => begin(day)}
                onEnter={() => setReach(day)}
                onUp={() => dragged !== null && go(dragged)}
                onChoose={() => go({ first: day, last: day })}
              />
            ),
          ),
        )}
      </div>
    </section>
  );
});
