/** The grammar of tags: `#` and at most a hundred letters, numbers, symbols, marks, joiners and `_ - / &`. */

export const longestTag = 100;

const tagCharacter = /^[\p{L}\p{N}\p{S}\p{M}\u200D_\-/&]$/u;

export function isTagCharacter(codePoint: number): boolean {
  return tagCharacter.test(String.fromCodePoint(codePoint));
}

export interface TypedTag {
  /** Where the `#` stands. */
  readonly start: number;
  /** What follows it, up to the caret. */
  readonly typed: string;
}

/** The tag that is being typed right before the caret; null when there is none. */
export function tagBeingTyped(text: string, caret: number): TypedTag | null {
  const start = text.lastIndexOf("#", caret - 1);
  if (start < 0) return null;
  const typed = text.slice(start + 1, caret);
  const letters = Array.from(typed);
  if (letters.length > longestTag) return null;
  return letters.every((letter) => tagCharacter.test(letter)) ? { start, typed } : null;
}

/** Known tags that continue what is typed: those that start with it, then those that contain it. */
export function completions(typed: string, known: readonly string[], limit: number): string[] {
  const wanted = typed.toLowerCase();
  const others = known.filter((tag) => tag.toLowerCase() !== wanted);
  const starting = others.filter((tag) => tag.toLowerCase().startsWith(wanted));
  const containing = others.filter((tag) => tag.toLowerCase().indexOf(wanted) > 0);
  return [...starting, ...(wanted === "" ? [] : containing)].slice(0, limit);
}
