/** The draft of one place to write: in memory for the screen, on disk 300 ms after the last key. */
import { lasting } from "../lib/storage";
import { type Draft, draftOf, emptyDraft, isBlank, keysOnDisk, merged, readDraft, writeDraft } from "./drafts";
import { claimed, openTabs, tabId } from "./tab";

const pause = 300;

const sending = ":sending";

/** Where a tab keeps its draft of a place to write. */
export function slotOf(key: string, tab: string): string {
  return `${key}#${tab}`;
}

/** What a slot of the disk holds: what was being sent, and what was typed. */
async function readSlot(slot: string): Promise<Draft | null> {
  const [sent, stored] = await Promise.all([readDraft(slot + sending), readDraft(slot)]);
  const kept = keptIn(slot) ?? stored;
  if (sent !== null && kept !== null) return merged(sent, kept);
  return sent ?? kept;
}

async function forgetSlot(slot: string): Promise<void> {
  lasting.write(slot, null);
  await Promise.all([writeDraft(slot, null), writeDraft(slot + sending, null)]);
}

/** What `keepNow` kept; newer than what the disk has. */
function keptIn(slot: string): Draft | null {
  const json = lasting.read(slot);
  try {
    return json === null ? null : draftOf(JSON.parse(json));
  } catch {
    return null;
  }
}

/** The slots of a place whose tabs are gone. */
async function abandoned(key: string): Promise<string[]> {
  const prefix = slotOf(key, "");
  const found = new Set([...(await keysOnDisk(prefix)), ...lasting.keys(prefix)].map((slot) => slot.replace(sending, "")));
  if (found.size === 0) return [];
  const open = await openTabs();
  return [...found].filter((slot) => !open.has(slot.slice(prefix.length)));
}

export class DraftBox {
  readonly #key: string;
  readonly #start: () => Draft;
  #draft: Draft;
  #touched = false;
  /** Typed, and not on disk yet. */
  #isFresh = false;
  #restored = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();
  /** Settles when the disk has been read; typing need not wait for it. */
  readonly loaded: Promise<void>;

  constructor(key: string, start: () => Draft) {
    this.#key = key;
    this.#start = start;
    this.#draft = start();
    this.loaded = this.#load();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly current = (): Draft => this.#draft;

  /** What is there before anything is typed. */
  readonly start = (): Draft => this.#start();

  /** Whether the text was brought back from the disk. */
  readonly restored = (): boolean => this.#restored;

  change(part: Partial<Draft>): void {
    this.#touched = true;
    this.#isFresh = true;
    this.#put({ ...this.#draft, ...part });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), pause);
  }

  /** Write what is not on disk yet, now. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    if (!this.#touched) return;
    const draft = this.#draft;
    await writeDraft(this.#slot, this.#isUnchanged() ? null : draft);
    lasting.write(this.#slot, null);
    if (draft === this.#draft) this.#isFresh = false;
  }

  /**
   * Keep what is not on disk yet while the page is going away.
   *
   * IndexedDB may not finish by then; the other storage is written before this returns.
   */
  keepNow(): void {
    if (this.#isFresh) lasting.write(this.#slot, JSON.stringify(this.#draft));
  }

  /** Hand the draft over for sending and start a new one; the disk keeps it until `sent`. */
  async take(): Promise<Draft> {
    const draft = { ...this.#draft, tried: true };
    this.#put(emptyDraft(draft.visibility));
    await writeDraft(this.#slot + sending, draft);
    await this.flush();
    return draft;
  }

  async sent(): Promise<void> {
    await writeDraft(this.#slot + sending, null);
  }

  /** Sending failed: the text goes back in front of whatever was typed since. */
  async giveBack(draft: Draft): Promise<void> {
    this.#touched = true;
    this.#put(merged(draft, this.#draft));
    await this.flush();
    await this.sent();
  }

  async discard(): Promise<void> {
    this.#restored = false;
    this.#put(this.#start());
    this.#touched = true;
    await this.flush();
  }

  get #slot(): string {
    return slotOf(this.#key, tabId());
  }

  #isUnchanged(): boolean {
    return isSame(this.#start(), this.#draft);
  }

  #put(draft: Draft): void {
    this.#draft = draft;
    for (const listener of this.#listeners) listener();
  }

  async #load(): Promise<void> {
    await claimed;
    const slot = this.#slot;
    const own = await readSlot(slot);
    // Tabs that crashed or were closed leave drafts behind: one is taken up where there is none.
    const [left] = own === null ? await abandoned(this.#key) : [];
    const found = own ?? (left === undefined ? null : await readSlot(left));
    if (found !== null) await this.#takeUp(found);
    if (left !== undefined) await forgetSlot(left);
    if (found !== null) await this.sent();
  }

  async #takeUp(found: Draft): Promise<void> {
    if (!this.#touched) this.#put(found);
    else if (isBlank(this.#start())) this.#put(merged(found, this.#draft));
    this.#touched = true;
    this.#restored = true;
    await this.flush();
  }
}

function rest({ visibility, files, references, place, created, updated }: Draft): string {
  return JSON.stringify([visibility, files.map(({ uid }) => uid), references, place, created, updated]);
}

/** Whether two drafts say the same; how they came about does not matter. */
export function isSame(one: Draft, other: Draft): boolean {
  return one.text === other.text && rest(one) === rest(other);
}

const boxes = new Map<string, DraftBox>();

/** The one box of a key; `start` says what it holds before anything is typed. */
export function draftBox(key: string, start: () => Draft): DraftBox {
  const existing = boxes.get(key);
  if (existing !== undefined) return existing;
  const box = new DraftBox(key, start);
  boxes.set(key, box);
  return box;
}

export function forgetBox(key: string): void {
  boxes.delete(key);
}

/** Write everything that is still in memory only; safe where nothing waits for it any more. */
export async function flushDrafts(): Promise<void> {
  for (const box of boxes.values()) box.keepNow();
  await Promise.all([...boxes.values()].map((box) => box.flush()));
}
