/**
 * What a search box understands: words, "phrases", and qualifiers such as `tag:work`, `before:2026-03-01`,
 * `has:task` or `-is:pinned`. Each term says itself as typed, as the server's filter language, and as a
 * question to a note that the browser already has.
 */

export const facts = ["task", "open", "link", "code", "location"] as const;
export const kinds = ["pinned", "private", "members", "public"] as const;

type Fact = (typeof facts)[number];
type Kind = (typeof kinds)[number];

export type Term =
  | { readonly kind: "word"; readonly value: string; readonly not: boolean }
  | { readonly kind: "tag"; readonly value: string; readonly not: boolean }
  | { readonly kind: "from"; readonly value: string; readonly not: boolean }
  /** A day of the local calendar, `YYYY-MM-DD`. */
  | { readonly kind: "before" | "after" | "on"; readonly value: string; readonly not: boolean }
  | { readonly kind: "has"; readonly value: Fact; readonly not: boolean }
  | { readonly kind: "is"; readonly value: Kind; readonly not: boolean };

/** A note as far as searches look at it. */
export interface Searched {
  readonly content: string;
  readonly tags: readonly string[];
  /** `users/{username}` */
  readonly creator: string;
  readonly pinned: boolean;
  readonly audience: Exclude<Kind, "pinned">;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly facts: Readonly<Record<Fact, boolean>>;
}

const token = /(-?)(?:([a-z]+):)?(?:"([^"]*)"?|([^\s"]+))/gu;
const dayForm = /^\d{4}-\d{2}-\d{2}$/u;

function isOneOf<T extends string>(list: readonly T[], value: string): value is T {
  return list.some((one) => one === value);
}

/** Milliseconds at which a day begins here; NaN for none. */
export function startOfDay(day: string): number {
  if (!dayForm.test(day)) return Number.NaN;
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const start = new Date(year, month - 1, date);
  return start.getMonth() === month - 1 ? start.getTime() : Number.NaN;
}

function endOfDay(day: string): number {
  const next = new Date(startOfDay(day));
  next.setDate(next.getDate() + 1);
  return next.getTime();
}

/** The term that a qualifier makes; null where it is none of ours, and so a word. */
function qualified(key: string, value: string, not: boolean): Term | null {
  if (value === "") return null;
  if (key === "tag") return { kind: "tag", value: value.replace(/^#/u, ""), not };
  if (key === "from") return { kind: "from", value: value.replace(/^@/u, ""), not };
  if (key === "has" && isOneOf(facts, value)) return { kind: "has", value, not };
  if (key === "is" && isOneOf(kinds, value)) return { kind: "is", value, not };
  if ((key === "before" || key === "after" || key === "on") && !Number.isNaN(startOfDay(value))) {
    return { kind: key, value, not };
  }
  return null;
}

/** Read what was typed; whatever is no qualifier is a word, which must occur. */
export function parseTerms(text: string): Term[] {
  return [...text.matchAll(token)].flatMap(([whole, minus = "", key = "", phrase, word = ""]): Term[] => {
    const value = (phrase ?? word).trim();
    const found = key === "" ? null : qualified(key, value, minus !== "");
    if (found !== null) return [found];
    const plain = key === "" ? value : whole.replace(/^-/u, "").replaceAll('"', "").trim();
    if (plain === "") return [];
    return [{ kind: "word", value: plain, not: minus !== "" }];
  });
}

function quoted(value: string): string {
  return /\s/u.test(value) ? `"${value}"` : value;
}

/** A term as it is typed. */
export function termText(term: Term): string {
  const minus = term.not ? "-" : "";
  return term.kind === "word" ? `${minus}${quoted(term.value)}` : `${minus}${term.kind}:${quoted(term.value)}`;
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

const factFields: Readonly<Record<Fact, string>> = {
  task: "has_task_list",
  open: "has_incomplete_tasks",
  link: "has_link",
  code: "has_code",
  location: "has_location",
};
const visibilities = { private: "PRIVATE", members: "PROTECTED", public: "PUBLIC" } as const;

function time(milliseconds: number): string {
  return `timestamp(${quote(new Date(milliseconds).toISOString())})`;
}

function positive(term: Term): string {
  switch (term.kind) {
    case "word":
      return `content.contains(${quote(term.value)})`;
    case "tag":
      return `tag in [${quote(term.value)}]`;
    case "from":
      return `creator == ${quote(`users/${term.value}`)}`;
    case "before":
      return `created_ts < ${time(startOfDay(term.value))}`;
    case "after":
      return `created_ts >= ${time(endOfDay(term.value))}`;
    case "on":
      return `created_ts >= ${time(startOfDay(term.value))} && created_ts < ${time(endOfDay(term.value))}`;
    case "has":
      return factFields[term.value];
    case "is":
      return term.value === "pinned" ? "pinned" : `visibility == ${quote(visibilities[term.value])}`;
  }
}

/** A term in the server's filter language. */
export function termFilter(term: Term): string {
  return term.not ? `!(${positive(term)})` : positive(term);
}

function isTagOrBelow(tag: string, wanted: string): boolean {
  const [have, want] = [tag.toLowerCase(), wanted.toLowerCase()];
  return have === want || have.startsWith(`${want}/`);
}

function holds(term: Term, note: Searched): boolean {
  switch (term.kind) {
    case "word":
      return note.content.toLowerCase().includes(term.value.toLowerCase());
    case "tag":
      return note.tags.some((tag) => isTagOrBelow(tag, term.value));
    case "from":
      return note.creator === `users/${term.value}`;
    case "before":
      return note.createdAt < startOfDay(term.value);
    case "after":
      return note.createdAt >= endOfDay(term.value);
    case "on":
      return note.createdAt >= startOfDay(term.value) && note.createdAt < endOfDay(term.value);
    case "has":
      return note.facts[term.value];
    case "is":
      return term.value === "pinned" ? note.pinned : note.audience === term.value;
  }
}

/** Whether a note is meant by a term; the twin of `termFilter` for notes that the browser already has. */
export function termMatches(term: Term, note: Searched): boolean {
  return holds(term, note) !== term.not;
}
