/** Whether there was a moment with nothing better to do since this was first drawn. */
import { startTransition, useEffect, useState } from "react";

import { whenIdle } from "../lib/idle";

export function useSpareTime(): boolean {
  const [hasCome, setCome] = useState(false);
  useEffect(() => {
    let isOver = false;
    whenIdle(() => {
      if (!isOver) startTransition(() => setCome(true));
    });
    return () => {
      isOver = true;
    };
  }, []);
  return hasCome;
}
