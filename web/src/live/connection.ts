/** Keeps one stream open for as long as it is wanted: again and again, with growing pauses. */
import type { LiveState } from "../stores/live";
import { EndedError, type Heard, listen } from "./stream";

const shortest = 1_000;
const longest = 60_000;

/** Twice as long each time, and never all browsers at once. */
export function pauseAfter(failures: number, random = Math.random()): number {
  return Math.min(shortest * 2 ** failures, longest) * (0.5 + random / 2);
}

function sleep(duration: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      window.removeEventListener("online", wake);
      stop.removeEventListener("abort", wake);
      resolve();
    };
    const timer = setTimeout(wake, duration);
    // No reason to wait any longer once the network is back.
    window.addEventListener("online", wake);
    stop.addEventListener("abort", wake);
  });
}

interface Listener {
  /** The last number that was heard, here or in another tab. */
  readonly lastId: () => string;
  readonly onHeard: (heard: Heard) => void;
  readonly onState: (state: LiveState) => void;
}

/** Resolves when `stop` is signalled or the session is over. */
export async function keepListening(stop: AbortSignal, { lastId, onHeard, onState }: Listener): Promise<void> {
  let failures = 0;
  const onOpen = (): void => {
    failures = 0;
    onState("up");
  };
  while (!stop.aborted) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one stream after another
      await listen(lastId(), stop, onOpen, onHeard);
    } catch (error) {
      if (error instanceof EndedError) return;
    }
    if (stop.aborted) return;
    // A stream may end at any time: only a second try that fails is worth a word.
    if (failures > 0) onState(navigator.onLine ? "connecting" : "offline");
    // oxlint-disable-next-line no-await-in-loop -- the pause between two
    await sleep(pauseAfter(failures), stop);
    failures += 1;
  }
}

