/** The one message at the foot of the page, with what it offers for ten seconds. */
import { ofThisTab } from "../lib/storage";

export interface Offer {
  readonly label: string;
  readonly act: () => void | Promise<void>;
  /** The undo key takes it. */
  readonly isUndo?: boolean;
}

export interface Snack {
  readonly id: number;
  readonly text: string;
  readonly tone: "plain" | "danger";
  readonly offer?: Offer;
  /** Stays until it is answered. */
  readonly lasts?: boolean;
}

export const shownFor = 10_000;
const key = "appliance.undo";
/** A deletion older than this is not offered again after a reload; the trash still has it. */
const recent = 60_000;

let current: Snack | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let count = 0;
const listeners = new Set<() => void>();

function change(snack: Snack | null): void {
  current = snack;
  for (const listener of listeners) listener();
}

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentSnack(): Snack | null {
  return current;
}

export function dismiss(): void {
  clearTimeout(timer);
  ofThisTab.write(key, null);
  if (current !== null) change(null);
}

/** Keep the message while somebody is about to use it. */
export function hold(): void {
  clearTimeout(timer);
}

export function release(): void {
  clearTimeout(timer);
  if (current?.lasts !== true) timer = setTimeout(dismiss, shownFor);
}

export function say(text: string, more: Partial<Pick<Snack, "tone" | "offer" | "lasts">> = {}): void {
  dismiss();
  count += 1;
  change({ id: count, text, tone: "plain", ...more });
  release();
}

export function takeOffer(): void {
  const offer = current?.offer;
  dismiss();
  if (offer !== undefined) void offer.act();
}

/** Remember a deletion, so that a reload does not take its undo away. */
export function rememberDeletion(name: string): void {
  ofThisTab.write(key, `${Date.now()} ${name}`);
}

/** The memo that was deleted just before this page was loaded; null when there is none. */
export function rememberedDeletion(): string | null {
  const [time = "", name = ""] = (ofThisTab.read(key) ?? "").split(" ");
  return name !== "" && Date.now() - Number(time) < recent ? name : null;
}
