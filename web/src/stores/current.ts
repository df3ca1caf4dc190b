/** The note that keys act on: the one that has, or last had, the focus. */
import type { Act } from "../lib/keys";

export interface Current {
  readonly name: string;
  readonly act: (act: Act) => void;
}

let current: Current | null = null;

export function setCurrent(next: Current): void {
  current = next;
}

export function leaveCurrent(name: string): void {
  if (current?.name === name) current = null;
}

export function currentMemo(): Current | null {
  return current;
}
