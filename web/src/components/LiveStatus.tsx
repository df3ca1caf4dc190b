/** Says when the page is not up to date: nothing is shown while all is well. */
import { CloudOff, RefreshCw } from "lucide-react";
import { useSyncExternalStore } from "react";

import { useT } from "../i18n";
import { liveState, subscribeToLive } from "../stores/live";

export function LiveStatus() {
  const t = useT();
  const state = useSyncExternalStore(subscribeToLive, liveState);
  if (state === "up") return null;
  const isOffline = state === "offline";
  const Icon = isOffline ? CloudOff : RefreshCw;
  const text = t(isOffline ? "shell.offline" : "shell.connecting");
  return (
    <span role="status" title={text} className="late inline-grid size-9 shrink-0 place-items-center text-warn">
      <Icon aria-hidden size={18} strokeWidth={1.75} />
      <span className="sr-only">{text}</span>
    </span>
  );
}
