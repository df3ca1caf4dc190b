/** How long ago something was, told anew as time passes. */
import { useCallback, useSyncExternalStore } from "react";

import { agoOf } from "../lib/time";

function subscribe(listener: () => void): () => void {
  const timer = setInterval(listener, 30_000);
  return () => clearInterval(timer);
}

/** "5 minutes ago" within the last hour; null when it is longer ago or yet to come. */
export function useAgo(date: Date): string | null {
  const time = date.getTime();
  return useSyncExternalStore(
    subscribe,
    useCallback(() => agoOf(new Date(time), new Date()), [time]),
  );
}
