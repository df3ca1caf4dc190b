/** Whether a media query holds, for what CSS alone cannot decide. */
import { useCallback, useSyncExternalStore } from "react";

export const phone = "(width < 700px)";
export const wide = "(width >= 1100px)";
export const dark = "(prefers-color-scheme: dark)";

export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = matchMedia(query);
      media.addEventListener("change", listener);
      return () => media.removeEventListener("change", listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}
