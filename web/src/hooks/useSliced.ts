/** Whether what has come may be drawn: a key that is new is put off to a drawing in slices, which leaves the thread free between them. */
import { useDeferredValue } from "react";

export function useSliced(key: unknown): boolean {
  return useDeferredValue(key) === key;
}
