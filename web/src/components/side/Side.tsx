/** Ways to find notes again: by day, by saved search, by tag. */
import { useQuery } from "@tanstack/react-query";
import { useCallback, useDeferredValue } from "react";

import { ownOverview } from "../../api/overview";
import { CalendarMonth } from "./CalendarMonth";
import { ShortcutLinks } from "./ShortcutLinks";
import { TagTree } from "./TagTree";

interface SideProps {
  /** Called when something was chosen. */
  readonly onFollow?: () => void;
}

export function Side({ onFollow }: SideProps) {
  const { data, isError, refetch } = useQuery(ownOverview);
  // Hundreds of days and tags: what comes late is drawn in slices.
  const overview = useDeferredValue(data);
  const retry = useCallback(() => void refetch(), [refetch]);
  const follow = onFollow === undefined ? {} : { onFollow };
  return (
    <div className="space-y-5">
      <CalendarMonth overview={overview} {...follow} />
      <ShortcutLinks {...follow} />
      <TagTree overview={overview} onRetry={isError && data === undefined ? retry : null} {...follow} />
    </div>
  );
}
