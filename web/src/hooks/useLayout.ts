/** The layout of lists, as it was chosen on this device. */
import { useSyncExternalStore } from "react";

import { chosenLayout, type Layout, onLayout } from "../lib/layout";

export function useLayout(): Layout {
  return useSyncExternalStore(onLayout, chosenLayout);
}
