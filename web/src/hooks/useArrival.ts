/** Addresses that ask to write: the app's shortcut, and what another app shared. */
import { useEffect, useEffectEvent } from "react";
import { useSearchParams } from "react-router";

import { useComposing } from "../components/composing";
import { complain } from "./complain";

/** `write` opens the composer. */
export function useArrival(write: () => void): void {
  const { box } = useComposing();
  const [parameters, setParameters] = useSearchParams();
  const isShared = parameters.has("shared");
  const isToWrite = isShared || parameters.has("write");
  const arrive = useEffectEvent(async (): Promise<void> => {
    try {
      if (isShared) await (await import("../install/shared")).bringShared(box);
    } catch (error) {
      complain(error);
    } finally {
      setParameters({}, { replace: true });
      write();
    }
  });
  // What was shared lies outside of React, and is taken once.
  useEffect(() => {
    if (isToWrite) void arrive();
  }, [isToWrite]);
}
