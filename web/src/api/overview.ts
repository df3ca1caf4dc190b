/** Counts for the sidebar. */
import { queryOptions } from "@tanstack/react-query";

import type { Overview } from "../gen/appliance/v1/overview_service_pb";
import { overview } from "./client";

export const overviewKey = ["overview"] as const;

/** The zone in which the days of the calendar begin and end. */
export function timeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export const ownOverview = queryOptions({
  queryKey: overviewKey,
  queryFn: ({ signal }): Promise<Overview> => overview.getOverview({ timeZone: timeZone() }, { signal }),
});
