/** Moments as fields for date and time hold them: in the zone of the device, without naming it. Pure. */

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** `2026-03-01T09:05:00` */
export function toLocal(milliseconds: number): string {
  const date = new Date(milliseconds);
  const day = [String(date.getFullYear()).padStart(4, "0"), two(date.getMonth() + 1), two(date.getDate())].join("-");
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** Null: it is no moment. */
export function fromLocal(text: string): number | null {
  const milliseconds = new Date(text).getTime();
  return Number.isNaN(milliseconds) ? null : milliseconds;
}

/** The present time of day on another day, `2026-03-01`; null when that is no day. */
export function onDay(day: string, now: Date): number | null {
  return /^\d{4}-\d{2}-\d{2}$/u.test(day) ? fromLocal(`${day}${toLocal(now.getTime()).slice(10)}`) : null;
}
