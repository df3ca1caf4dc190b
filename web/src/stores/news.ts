/** New notes from elsewhere that wait for a click, because showing them would move what is being read. */
import type { Memo } from "../gen/memos/api/v1/memo_service_pb";

let waiting: readonly Memo[] = [];
const listeners = new Set<() => void>();

function change(next: readonly Memo[]): void {
  waiting = next;
  for (const listener of listeners) listener();
}

export function subscribeToNews(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function waitingNews(): readonly Memo[] {
  return waiting;
}

export function holdBack(memo: Memo): void {
  change([memo, ...waiting.filter(({ name }) => name !== memo.name)]);
}

/** Hand over what waits; nothing waits any more. */
export function takeNews(): readonly Memo[] {
  const taken = waiting;
  change([]);
  return taken;
}
