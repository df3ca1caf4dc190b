/** The day with which weeks begin on this server. */
import { useQuery } from "@tanstack/react-query";

import { weekStartOffset } from "../api/weekStart";
import type { Weekday } from "../lib/month";

const days: Readonly<Record<string, Weekday>> = { "-1": 6, "0": 0, "1": 1 };

export function useWeekStart(): Weekday {
  const { data = 0 } = useQuery(weekStartOffset);
  return days[String(data)] ?? 0;
}
