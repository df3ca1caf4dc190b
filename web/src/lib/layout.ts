/** How lists of notes are laid out on this device. */
import { lasting } from "./storage";

export const layouts = ["list", "compact", "masonry", "two", "three"] as const;
export type Layout = (typeof layouts)[number];

export function isInColumns(layout: Layout): boolean {
  return layout !== "list" && layout !== "compact";
}

const key = "appliance.layout";
const listeners = new Set<() => void>();

export function chosenLayout(): Layout {
  return layouts.find((layout) => layout === lasting.read(key)) ?? "list";
}

export function chooseLayout(layout: Layout): void {
  lasting.write(key, layout === "list" ? null : layout);
  for (const listener of listeners) listener();
}

export function onLayout(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
