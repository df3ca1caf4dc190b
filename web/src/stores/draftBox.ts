/** The draft of one place to write: in memory for the screen, on disk 300 ms after the last key. */
import { lasting } from "../lib/storage";
import { type Draft, emptyDraft, isBlank, isDraft, merged, readDraft, writeDraft } from "./drafts";

const pause = 300;

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
    await writeDraft(this.#key, this.#isUnchanged() ? null : draft);
    lasting.write(this.#key, null);
    if (draft === this.#draft) this.#isFresh = false;
  }

  /**
   * Keep what is not on disk yet while the page is going away.
   *
   * IndexedDB may not finish by then; the other storage is written before this returns.
   */
  keepNow(): void {
    if (this.#isFresh) lasting.write(this.#key, JSON.stringify(this.#draft));
  }

  /** Hand the draft over for sending and start a new one; the disk keeps it until `sent`. */
  async take(): Promise<Draft> {
    const draft = { ...this.#draft, tried: true };
    this.#put(emptyDraft(draft.visibility));
    await writeDraft(this.#sendingKey, draft);
    await this.flush();
    return draft;
  }

  async sent(): Promise<void> {
    await writeDraft(this.#sendingKey, null);
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

  get #sendingKey(): string {
    return `${this.#key}:sending`;
  }

  #isUnchanged(): boolean {
    const start = this.#start();
    return start.text === this.#draft.text && start.visibility === this.#draft.visibility;
  }

  #put(draft: Draft): void {
    this.#draft = draft;
    for (const listener of this.#listeners) listener();
  }

  /** What `keepNow` kept; newer than what the disk has. */
  #takeKept(): Draft | null {
    const json = lasting.read(this.#key);
    lasting.write(this.#key, null);
    const kept: unknown = json === null ? null : JSON.parse(json);
    return isDraft(kept) ? kept : null;
  }

  async #load(): Promise<void> {
    const [sending, stored] = await Promise.all([readDraft(this.#sendingKey), readDraft(this.#key)]);
    const kept = this.#takeKept() ?? stored;
    const found = sending !== null && kept !== null ? merged(sending, kept) : (sending ?? kept);
    if (found === null) return;
    if (!this.#touched) this.#put(found);
    else if (isBlank(this.#start())) this.#put(merged(found, this.#draft));
    this.#touched = true;
    this.#restored = true;
    await this.flush();
    if (sending !== null) await this.sent();
  }
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
