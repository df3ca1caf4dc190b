/** Counts of days gathered into weeks and months, and the streaks among them. */
export interface DayCount {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly count: number;
}

export type Span = "day" | "week" | "month";

export interface Bar {
  /** The first day of the span. */
  readonly day: string;
  readonly count: number;
}

const dayLength = 86_400_000;

function timeOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** The first day of the span that a day lies in; weeks begin on Monday. */
export function startOf(day: string, span: Span): string {
  if (span === "day") return day;
  if (span === "month") return `${day.slice(0, 7)}-01`;
  const time = timeOf(day);
  return dayOf(time - ((new Date(time).getUTCDay() + 6) % 7) * dayLength);
}

function next(day: string, span: Span): string {
  if (span !== "month") return dayOf(timeOf(day) + (span === "week" ? 7 : 1) * dayLength);
  const date = new Date(timeOf(day));
  return dayOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1));
}

/** One bar for each span from the first to the last day, empty ones too. */
export function barsOf(days: readonly DayCount[], first: string, last: string, span: Span): Bar[] {
  const counts = new Map<string, number>();
  for (const { day, count } of days) {
    const start = startOf(day, span);
    counts.set(start, (counts.get(start) ?? 0) + count);
  }
  const bars: Bar[] = [];
  for (let day = startOf(first, span); day <= last; day = next(day, span)) bars.push({ day, count: counts.get(day) ?? 0 });
  return bars;
}

export interface Streaks {
  /** Days in a row up to today, or up to yesterday while today is still young. */
  readonly current: number;
  readonly longest: number;
}

export function streaksOf(days: readonly DayCount[], today: string): Streaks {
  const written = new Set(days.filter(({ count }) => count > 0).map(({ day }) => day));
  let longest = 0;
  let run = 0;
  let before = "";
  for (const day of [...written].toSorted()) {
    run = before !== "" && next(before, "day") === day ? run + 1 : 1;
    longest = Math.max(longest, run);
    before = day;
  }
  const isCurrent = before === today || next(before === "" ? today : before, "day") === today;
  return { current: before !== "" && isCurrent ? run : 0, longest };
}
