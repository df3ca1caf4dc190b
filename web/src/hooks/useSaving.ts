/** Saving that waits for files on their way: it begins by itself once they are there. */
import { useEffect, useRef, useState } from "react";

import type { Files } from "./useFiles";

export interface Saving {
  /** Save now, or once the files have arrived. */
  readonly save: () => void;
  readonly isWaiting: boolean;
  readonly stopWaiting: () => void;
}

export function useSaving({ running, failed }: Files, onSave: () => void): Saving {
  const [isWanted, setWanted] = useState(false);
  const latest = useRef(onSave);
  useEffect(() => {
    latest.current = onSave;
  });
  // A file that failed needs a decision first.
  if (isWanted && running === 0 && failed > 0) setWanted(false);
  const isReady = isWanted && running === 0 && failed === 0;
  // The last file arrived while somebody waited to save.
  useEffect(() => {
    if (!isReady) return undefined;
    const timer = setTimeout(() => {
      setWanted(false);
      latest.current();
    });
    return () => clearTimeout(timer);
  }, [isReady]);
  const save = (): void => (running === 0 && failed === 0 ? onSave() : setWanted(true));
  return { save, isWaiting: isWanted && running > 0, stopWaiting: () => setWanted(false) };
}
