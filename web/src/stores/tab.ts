/**
 * Which tab this is: each keeps drafts of its own, so that two tabs never write over each other.
 *
 * The name outlives a reload. A tab that was duplicated takes another one; drafts whose tab is gone
 * may be taken up by any other.
 */
import { newId } from "../lib/ids";
import { ofThisTab } from "../lib/storage";

const key = "appliance.tab";
const prefix = "appliance.tab.";
/** What was reloaded is the same tab: how long its old page may take to let go, in milliseconds. */
const patienceWithItself = 10_000;
/** A tab that was duplicated waits in vain, so not for long. */
const patience = 400;
/** Where tabs cannot hold locks they are asked, and answer within this. */
const answerTime = 100;

let id = ofThisTab.read(key) ?? newId();
ofThisTab.write(key, id);

export function tabId(): string {
  return id;
}

function wasReloaded(): boolean {
  const [entry] = performance.getEntriesByType("navigation");
  return entry instanceof PerformanceNavigationTiming && entry.type === "reload";
}

/** Hold a name for as long as this page lives. */
function hold(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(wasReloaded() ? patienceWithItself : patience);
    const held = (): Promise<never> => {
      resolve(true);
      return new Promise<never>(() => undefined);
    };
    navigator.locks.request(prefix + name, { signal }, held).catch(() => resolve(false));
  });
}

const others = new BroadcastChannel("appliance.tabs");
const answers = new Set<string>();
others.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
  if (data === "who") others.postMessage(id);
  else if (typeof data === "string") answers.add(data);
});

async function ask(): Promise<Set<string>> {
  answers.clear();
  others.postMessage("who");
  await new Promise((resolve) => setTimeout(resolve, answerTime));
  return new Set([...answers, id]);
}

const canLock = "locks" in navigator;

/** The tabs that are open now, this one too. */
export async function openTabs(): Promise<Set<string>> {
  if (!canLock) return ask();
  const { held = [] } = await navigator.locks.query();
  const names = held.flatMap(({ name }) => (name?.startsWith(prefix) === true ? [name.slice(prefix.length)] : []));
  return new Set([...names, id]);
}

async function claim(): Promise<void> {
  if (!canLock || (await hold(id))) return;
  id = newId();
  ofThisTab.write(key, id);
  await hold(id);
}

/** Settles when the name of this tab is certain. */
export const claimed: Promise<void> = claim();
