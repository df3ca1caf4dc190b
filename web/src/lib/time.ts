/** Dates as people say them. */
import { intlLocale } from "../i18n";
import { dateFormat, relativeFormat } from "../i18n/formats";

const dayLength = 86_400_000;

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

export function clockTime(date: Date): string {
  return dateFormat({ hour: "numeric", minute: "2-digit" }).format(date);
}

export function completeTime(date: Date): string {
  return dateFormat({ dateStyle: "full", timeStyle: "short" }).format(date);
}

function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase(intlLocale()) + text.slice(1);
}

/** "Today", "Yesterday", "Monday, 3 March", or with the year when it is another one. */
export function dayName(date: Date, now: Date): string {
  const daysAgo = Math.round((startOfDay(now) - startOfDay(date)) / dayLength);
  if (daysAgo === 0 || daysAgo === 1) return capitalised(relativeFormat({ numeric: "auto" }).format(-daysAgo, "day"));
  const sameYear = date.getFullYear() === now.getFullYear();
  return dateFormat({
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(sameYear ? {} : { year: "numeric" }),
  }).format(date);
}

const minute = 60_000;

/** "5 minutes ago" within the last hour; null when it is longer ago or yet to come. */
export function agoOf(date: Date, now: Date): string | null {
  const minutes = Math.floor((now.getTime() - date.getTime()) / minute);
  if (minutes < 0 || minutes >= 60) return null;
  const format = relativeFormat({ numeric: "auto" });
  return minutes === 0 ? format.format(0, "second") : format.format(-minutes, "minute");
}

/** A date with its time, short enough for a list. */
export function shortTime(date: Date): string {
  return dateFormat({ dateStyle: "medium", timeStyle: "short" }).format(date);
}
