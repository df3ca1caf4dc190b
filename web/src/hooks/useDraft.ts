/** The draft of a place to write, as React state. */
import { useSyncExternalStore } from "react";

import type { DraftBox } from "../stores/draftBox";
import type { Draft } from "../stores/drafts";

export function useDraft(box: DraftBox): Draft {
  return useSyncExternalStore(box.subscribe, box.current);
}

export function useRestored(box: DraftBox): boolean {
  return useSyncExternalStore(box.subscribe, box.restored);
}
