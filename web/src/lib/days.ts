/** The days that a search is about. */
import { shifted } from "./month";
import type { Search } from "./search";
import { parseTerms, type Term, termText } from "./terms";

export interface Days {
  readonly first: string;
  readonly last: string;
}

function isOfDays({ kind }: Term): boolean {
  return kind === "on" || kind === "before" || kind === "after";
}

/** The days between which a search looks; null where it is not about days on both sides. */
export function chosenDays(search: Search): Days | null {
  const terms = parseTerms(search.words).filter((term) => isOfDays(term) && !term.not);
  const on = terms.find(({ kind }) => kind === "on");
  if (on !== undefined) return { first: on.value, last: on.value };
  const after = terms.find(({ kind }) => kind === "after");
  const before = terms.find(({ kind }) => kind === "before");
  if (after === undefined || before === undefined) return null;
  return { first: shifted(after.value, 1), last: shifted(before.value, -1) };
}

function textsOf({ first, last }: Days): readonly string[] {
  return first === last ? [`on:${first}`] : [`after:${shifted(first, -1)}`, `before:${shifted(last, 1)}`];
}

/** The search about other days, or about none in particular. */
export function withDays(search: Search, days: Days | null): Search {
  const others = parseTerms(search.words)
    .filter((term) => !isOfDays(term))
    .map(termText);
  return { ...search, words: [...others, ...(days === null ? [] : textsOf(days))].join(" ") };
}
