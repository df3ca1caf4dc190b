/** The counts of a year in the days of whoever looks. */
import { queryOptions } from "@tanstack/react-query";

import type { Overview } from "../gen/appliance/v1/overview_service_pb";
import { overview } from "./client";
import { overviewKey } from "./overview";

export const ownNumbers = queryOptions({
  queryKey: [...overviewKey, "year"],
  queryFn: ({ signal }): Promise<Overview> =>
    overview.getOverview({ timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone }, { signal }),
});
