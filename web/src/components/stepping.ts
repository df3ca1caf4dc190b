/** Moves the focus from note to note. */
import { currentMemo } from "../stores/current";

function cards(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-memo]")];
}

/** Focus the next (1) or previous (-1) note; the first visible one when there is none yet. */
export function step(direction: 1 | -1): void {
  const all = cards();
  const at = all.findIndex((card) => card.dataset["memo"] === currentMemo()?.name);
  const visible = all.findIndex((card) => card.getBoundingClientRect().bottom > 0);
  const target = all[at < 0 ? visible : at + direction];
  target?.focus({ preventScroll: true });
  target?.scrollIntoView({ block: "nearest" });
}
