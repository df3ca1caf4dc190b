/** Counts for the sidebar. */
import { queryOptions } from "@tanstack/react-query";

import type { Overview } from "../gen/appliance/v1/overview_service_pb";
import { overview } from "./client";

export const overviewKey = ["overview"] as const;

export const ownOverview = queryOptions({
  queryKey: overviewKey,
  queryFn: ({ signal }): Promise<Overview> => overview.getOverview({}, { signal }),
});
