/** What can be completed while writing: known to the page, asked for by the editor. */

export interface KnownTag {
  readonly tag: string;
  readonly count: number;
}

export interface Person {
  readonly username: string;
  readonly displayName: string;
}

export interface NoteFound {
  /** `memos/{uid}` */
  readonly name: string;
  /** Its first words. */
  readonly title: string;
  /** When it was written, in words. */
  readonly when: string;
}

export interface SlashEntry {
  readonly id: string;
  readonly label: string;
  /** Other words that find it. */
  readonly words: string;
  readonly run: () => void;
}

export interface CompletionSources {
  readonly tags: () => readonly KnownTag[];
  readonly people: (typed: string, signal: AbortSignal) => Promise<readonly Person[]>;
  readonly notes: (typed: string, signal: AbortSignal) => Promise<readonly NoteFound[]>;
  readonly slash: () => readonly SlashEntry[];
  /** A note was chosen: the text to put in. */
  readonly onNote: (note: NoteFound) => string;
  readonly onTag: (tag: string) => void;
}

/** The character that begins each kind, where it stands, and what was typed since. */
export interface Trigger {
  readonly kind: "tag" | "person" | "note" | "slash";
  readonly start: number;
  readonly typed: string;
}

const triggers = [
  { kind: "note", shape: /\[\[([^\]\n]{0,80})$/u },
  { kind: "tag", shape: /#([\p{L}\p{N}\p{S}\p{M}\u200D_\-/&]{0,100})$/u },
  { kind: "person", shape: /(?<![\p{L}\p{N}])@([\p{L}\p{N}-]{0,63})$/u },
  { kind: "slash", shape: /(?<=^|\s)\/([\p{L}\p{N} ]{0,24})$/u },
] as const;

/** What is being completed at the end of `before`, the line up to the caret. */
export function triggerIn(before: string): Trigger | null {
  for (const { kind, shape } of triggers) {
    const found = shape.exec(before);
    if (found !== null) return { kind, start: found.index, typed: found[1] ?? "" };
  }
  return null;
}

function rank(tag: string, wanted: string): number {
  const lower = tag.toLocaleLowerCase();
  if (lower.startsWith(wanted)) return 0;
  // A word after a slash is a beginning of its own.
  if (lower.split("/").some((segment) => segment.startsWith(wanted))) return 1;
  return lower.includes(wanted) ? 2 : 3;
}

/**
 * Known tags that continue what is typed, best first: beginning before segment before middle;
 * among equals the recently used, then the often used.
 */
export function matchingTags(typed: string, known: readonly KnownTag[], recent: readonly string[], limit: number): KnownTag[] {
  const wanted = typed.toLocaleLowerCase();
  const recency = (tag: string): number => (recent.indexOf(tag) + recent.length + 1) % (recent.length + 1);
  return known
    .map((each) => ({ each, rank: rank(each.tag, wanted), recency: recency(each.tag) }))
    .filter(({ each, rank: found }) => found < 3 && each.tag.toLocaleLowerCase() !== wanted)
    .toSorted((a, b) => a.rank - b.rank || a.recency - b.recency || b.each.count - a.each.count)
    .slice(0, limit)
    .map(({ each }) => each);
}

export function matchingSlash(typed: string, entries: readonly SlashEntry[]): SlashEntry[] {
  const wanted = typed.trim().toLocaleLowerCase();
  const begins = (text: string): boolean =>
    text
      .toLocaleLowerCase()
      .split(/\s+/u)
      .some((word) => word.startsWith(wanted));
  return entries.filter(({ label, words }) => begins(label) || begins(words) || label.toLocaleLowerCase().startsWith(wanted));
}
