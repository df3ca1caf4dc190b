/** One tab listens for all tabs of the browser: whichever visible one holds the lock. */
import { type LiveState, setLiveState } from "../stores/live";
import { keepListening } from "./connection";
import type { Heard } from "./stream";

type Message = { readonly kind: "heard"; readonly heard: Heard } | { readonly kind: "state"; readonly state: LiveState };

const name = "appliance.live";

async function whileLeading(stop: AbortSignal, lead: () => Promise<void>): Promise<void> {
  // Pages served over plain http have no locks: each tab listens for itself.
  if (!("locks" in navigator)) return lead();
  await navigator.locks.request(name, { signal: stop }, lead).catch((error: unknown) => {
    if (!stop.aborted) throw error;
  });
  return undefined;
}

/** Tell what is heard here or in another tab; returns how to stop. */
export function followTogether(onHeard: (heard: Heard) => void): () => void {
  const others = new BroadcastChannel(name);
  let lastId = "";
  let leading: AbortController | null = null;

  const take = (message: Message): void => {
    if (message.kind === "state") return setLiveState(message.state);
    if (message.heard.id !== "") lastId = message.heard.id;
    return onHeard(message.heard);
  };
  const tell = (message: Message): void => {
    others.postMessage(message);
    take(message);
  };
  const lead = (stop: AbortSignal) => () =>
    keepListening(stop, {
      lastId: () => lastId,
      onHeard: (heard) => tell({ kind: "heard", heard }),
      onState: (state) => tell({ kind: "state", state }),
    });
  const pause = (): void => {
    leading?.abort();
    leading = null;
  };
  // Nobody looks at a hidden page: what it misses is told when it is seen again.
  const follow = (): void => {
    if (document.visibilityState === "hidden") return pause();
    if (leading !== null) return undefined;
    leading = new AbortController();
    void whileLeading(leading.signal, lead(leading.signal));
    return undefined;
  };
  const onMessage = ({ data }: MessageEvent<Message>): void => take(data);
  others.addEventListener("message", onMessage);
  document.addEventListener("visibilitychange", follow);
  follow();
  return () => {
    pause();
    others.close();
    document.removeEventListener("visibilitychange", follow);
    setLiveState("up");
  };
}
