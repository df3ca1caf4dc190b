/** The notes that are chosen to be worked on together. */

export interface Selection {
  /** Cards offer to be chosen. */
  readonly isOpen: boolean;
  readonly names: ReadonlySet<string>;
}

const closed: Selection = { isOpen: false, names: new Set() };
let current = closed;
const listeners = new Set<() => void>();

function set(next: Selection): void {
  current = next;
  for (const listener of listeners) listener();
}

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function selection(): Selection {
  return current;
}

export function beginSelecting(): void {
  set({ ...current, isOpen: true });
}

export function endSelecting(): void {
  set(closed);
}

export function toggleSelected(name: string): void {
  const names = new Set(current.names);
  if (!names.delete(name)) names.add(name);
  set({ isOpen: true, names });
}

export function selectAll(wanted: readonly string[]): void {
  set({ isOpen: true, names: new Set([...current.names, ...wanted]) });
}
