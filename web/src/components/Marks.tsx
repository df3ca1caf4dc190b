/** Marks the words of a search in a list. */
import type { RefObject } from "react";

import { useMarks } from "../hooks/useMarks";

interface MarksProps {
  readonly root: RefObject<HTMLElement | null>;
  readonly words: readonly string[];
}

export function Marks({ root, words }: MarksProps): null {
  useMarks(root, words);
  return null;
}
