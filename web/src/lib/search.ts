/** What is looked for, as the address bar, the search box and the server's filter language say it. */
import { parseTerms, quote, type Searched, type Term, termFilter, termMatches, termText } from "./terms";

export const orders = ["created", "created-asc", "updated", "updated-asc"] as const;
export type Order = (typeof orders)[number];

export interface Search {
  /** As typed: words, "phrases" and qualifiers. */
  readonly words: string;
  /** One tag, without its `#`; empty when none is chosen. */
  readonly tag: string;
  /** A sentence of the filter language, of a saved shortcut or written by hand; empty for none. */
  readonly filter: string;
  readonly order: Order;
}

export const everything: Search = { words: "", tag: "", filter: "", order: "created" };

/** Nothing is looked for, in whatever order. */
export function isEverything(search: Search): boolean {
  return parseTerms(search.words).length === 0 && search.tag === "" && search.filter === "";
}

export function searchOf(parameters: URLSearchParams): Search {
  return {
    words: parameters.get("q") ?? "",
    tag: parameters.get("tag") ?? "",
    filter: parameters.get("filter") ?? "",
    order: orders.find((order) => order === parameters.get("order")) ?? "created",
  };
}

/** The query string of a search, `""` or `"?…"`. */
export function queryOf({ words = "", tag = "", filter = "", order = "created" }: Partial<Search>): string {
  const parameters = new URLSearchParams();
  if (words.trim() !== "") parameters.set("q", words.trim());
  if (tag !== "") parameters.set("tag", tag);
  if (filter !== "") parameters.set("filter", filter);
  if (order !== "created") parameters.set("order", order);
  const query = parameters.toString();
  return query === "" ? "" : `?${query}`;
}

/** Everything that a search asks for, the chosen tag first. */
export function termsOf(search: Search): Term[] {
  const chosen: Term[] = search.tag === "" ? [] : [{ kind: "tag", value: search.tag, not: false }];
  return [...chosen, ...parseTerms(search.words)];
}

/** The words that notes have to contain: what a found note marks. */
export function soughtWords(search: Search): string[] {
  return parseTerms(search.words).flatMap((term) => (term.kind === "word" && !term.not ? [term.value] : []));
}

/** The search with one more term, or without one that is there already. */
export function toggled(search: Search, term: Term): Search {
  const wanted = termText(term);
  const texts = parseTerms(search.words).map(termText);
  const next = texts.includes(wanted) ? texts.filter((text) => text !== wanted) : [...texts, wanted];
  return { ...search, words: next.join(" ") };
}

/** The search without a term. */
export function without(search: Search, term: Term): Search {
  if (term.kind === "tag" && !term.not && term.value === search.tag) return { ...search, tag: "" };
  const gone = termText(term);
  const texts = parseTerms(search.words).map(termText);
  return { ...search, words: texts.filter((text) => text !== gone).join(" ") };
}

/** What a search asks for, without whose notes are listed; a filter of one's own stays one sentence. */
export function conditionsOf(search: Search): string[] {
  const terms = [...new Set(termsOf(search).map(termFilter))];
  return search.filter === "" ? terms : [`(${search.filter})`, ...terms];
}

/** The filter that lists the memos of `creator` (`users/…`) that a search means; null for everybody's. */
export function filterOf(search: Search, creator: string | null): string {
  const whose = creator === null ? [] : [`creator == ${quote(creator)}`];
  return [...whose, ...conditionsOf(search)].join(" && ");
}

/** Whether a note belongs to a search; null where only the server can tell. */
export function matches(search: Search, note: Searched): boolean | null {
  if (!termsOf(search).every((term) => termMatches(term, note))) return false;
  return search.filter === "" ? true : null;
}
