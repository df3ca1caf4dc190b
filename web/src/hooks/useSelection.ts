/** What is chosen on the page. */
import { useSyncExternalStore } from "react";

import { type Selection, selection, subscribe } from "../stores/selection";

export function useSelection(): Selection {
  return useSyncExternalStore(subscribe, selection);
}
