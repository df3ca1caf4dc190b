/** How many parts of something long are drawn: a few at once, the rest in steps that leave the thread free between them. */
import { startTransition, useEffect, useState } from "react";

import { whenIdle } from "../lib/idle";

interface Growth {
  /** Drawn at once. */
  readonly first: number;
  readonly step: number;
}

export function useGradually(total: number, { first, step }: Growth): number {
  const [most, setMost] = useState(first);
  const isWhole = most >= total;
  // The next step is due when the browser has painted the last one.
  useEffect(() => {
    if (isWhole) return undefined;
    let isOver = false;
    whenIdle(() => {
      if (!isOver) startTransition(() => setMost(most + step));
    });
    return () => {
      isOver = true;
    };
  }, [isWhole, most, step]);
  return isWhole ? total : most;
}
