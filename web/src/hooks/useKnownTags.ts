/** The tags of the user, most used first. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { ownOverview } from "../api/overview";

export function useKnownTags(): readonly string[] {
  const { data } = useQuery(ownOverview);
  return useMemo(() => data?.tags.map(({ tag }) => tag) ?? [], [data]);
}
