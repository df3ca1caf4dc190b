/** Hears of changes made elsewhere for as long as somebody is signed in; begins when there is nothing better to do. */
import { useEffect } from "react";

import { whenIdle } from "../lib/idle";

export function useLive(): void {
  // The stream is outside of React.
  useEffect(() => {
    let stop: (() => void) | null = null;
    let isOver = false;
    const begin = async (): Promise<void> => {
      const [{ followTogether }, { takeIn }] = await Promise.all([import("../live/tabs"), import("../live/changes")]);
      if (!isOver) stop = followTogether(takeIn);
    };
    whenIdle(() => void begin());
    return () => {
      isOver = true;
      stop?.();
    };
  }, []);
}
