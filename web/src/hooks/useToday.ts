/** The present day, told anew when another one begins. */
import { useMemo, useSyncExternalStore } from "react";

function subscribe(listener: () => void): () => void {
  const timer = setInterval(listener, 60_000);
  document.addEventListener("visibilitychange", listener);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", listener);
  };
}

export function useToday(): Date {
  const day = useSyncExternalStore(subscribe, () => new Date().toDateString());
  return useMemo(() => new Date(day), [day]);
}
