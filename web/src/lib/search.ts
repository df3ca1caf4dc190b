/** What is looked for, as the address bar, the search box and the server's filter language say it. */

export interface Search {
  /** As typed: words, and phrases in double quotes. */
  readonly words: string;
  /** One tag, without its `#`; empty when none is chosen. */
  readonly tag: string;
}

export const everything: Search = { words: "", tag: "" };

export function isEverything(search: Search): boolean {
  return terms(search.words).length === 0 && search.tag === "";
}

export function searchOf(parameters: URLSearchParams): Search {
  return { words: parameters.get("q") ?? "", tag: parameters.get("tag") ?? "" };
}

/** The query string of a search, `""` or `"?…"`. */
export function queryOf(search: Search): string {
  const parameters = new URLSearchParams();
  if (search.words.trim() !== "") parameters.set("q", search.words.trim());
  if (search.tag !== "") parameters.set("tag", search.tag);
  const query = parameters.toString();
  return query === "" ? "" : `?${query}`;
}

/** Split what was typed into words and quoted phrases; each must occur. */
export function terms(words: string): string[] {
  const found = words.matchAll(/"([^"]*)"?|([^\s"]+)/gu);
  return [...found].map(([, phrase, word]) => (phrase ?? word ?? "").trim()).filter((term) => term !== "");
}

const escapes: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  '"': '\\"',
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/** A string literal of the filter language. */
export function quote(text: string): string {
  return `"${text.replace(/[\\"\n\r\t]/gu, (character) => escapes[character] ?? character)}"`;
}

/** The filter that lists the memos of `creator` (`users/…`) that a search means. */
export function filterOf(search: Search, creator: string): string {
  return [
    `creator == ${quote(creator)}`,
    ...(search.tag === "" ? [] : [`tag in [${quote(search.tag)}]`]),
    ...terms(search.words).map((term) => `content.contains(${quote(term)})`),
  ].join(" && ");
}

function isTagOrBelow(tag: string, wanted: string): boolean {
  const [have, want] = [tag.toLowerCase(), wanted.toLowerCase()];
  return have === want || have.startsWith(`${want}/`);
}

/** Whether a memo belongs to a search; the twin of `filterOf` for memos the browser already has. */
export function matches(
  search: Search,
  memo: { readonly content: string; readonly tags: readonly string[] },
): boolean {
  const content = memo.content.toLowerCase();
  return (
    (search.tag === "" || memo.tags.some((tag) => isTagOrBelow(tag, search.tag))) &&
    terms(search.words).every((term) => content.includes(term.toLowerCase()))
  );
}
