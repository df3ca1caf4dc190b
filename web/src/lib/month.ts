/** A month as a sheet of weeks. Days are texts `YYYY-MM-DD` of the local calendar, months `YYYY-MM`. */

/** Sunday is 0. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

function two(value: number): string {
  return String(value).padStart(2, "0");
}

export function dayOf(date: Date): string {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export function monthOf(day: string): string {
  return day.slice(0, 7);
}

/** Noon, which every calendar has on every day. */
export function dateOf(day: string): Date {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date, 12);
}

export function shifted(day: string, days: number): string {
  const date = dateOf(day);
  date.setDate(date.getDate() + days);
  return dayOf(date);
}

export function monthShifted(month: string, months: number): string {
  const [year = 0, index = 1] = month.split("-").map(Number);
  return monthOf(dayOf(new Date(year, index - 1 + months, 1, 12)));
}

/** The weeks that a month touches, each with seven days; those of the months around it are null. */
export function weeksOf(month: string, first: Weekday): readonly (readonly (string | null)[])[] {
  const start = `${month}-01`;
  const before = (dateOf(start).getDay() - first + 7) % 7;
  const weeks: (string | null)[][] = [];
  for (let day = shifted(start, -before); monthOf(day) <= month; ) {
    const week: (string | null)[] = [];
    for (; week.length < 7; day = shifted(day, 1)) week.push(monthOf(day) === month ? day : null);
    weeks.push(week);
  }
  return weeks;
}

/** How dark a day is drawn, 0 to 4, against the busiest one. */
export function heat(count: number, most: number): 0 | 1 | 2 | 3 | 4 {
  if (count === 0 || most === 0) return 0;
  const share = count / most;
  if (share > 0.75) return 4;
  if (share > 0.5) return 3;
  return share > 0.25 ? 2 : 1;
}
