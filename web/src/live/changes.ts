/** What is heard changes what the cache holds: a moment is waited, so that many changes are one. */
import { Code } from "@connectrpc/connect";

import { cache } from "../api/cache";
import { memos } from "../api/client";
import { isCode } from "../api/errors";
import { hide, isListed, settle, show } from "../api/memos";
import { holdBack } from "../stores/news";
import type { Heard, LiveEvent } from "./stream";

/** Waited after the first change for others, in milliseconds. */
const moment = 300;
/** More at once are loaded with their lists. */
const most = 20;
/** Scrolled further than this, in pixels, new notes wait. */
const fold = 240;

let heard = new Map<string, LiveEvent>();
let timer: ReturnType<typeof setTimeout> | undefined;

async function bring(name: string, type: string): Promise<void> {
  try {
    const memo = await memos.getMemo({ name });
    const isNew = type === "memo.created" && !isListed(name);
    if (isNew && memo.parent === undefined && window.scrollY > fold) holdBack(memo);
    else if (memo.parent === undefined) show(memo);
  } catch (error) {
    // It is gone, or not for this user any more.
    if (isCode(error, Code.NotFound) || isCode(error, Code.PermissionDenied)) hide(name);
  }
}

/** Everything else that was loaded about a memo is asked for again: comments, reactions, relations. */
function refresh(names: ReadonlySet<string>): void {
  void cache.invalidateQueries({
    predicate: ({ queryKey }) => queryKey.some((part) => typeof part === "string" && names.has(part)),
  });
}

async function apply(): Promise<void> {
  const events = heard;
  heard = new Map();
  const changed = [...events.values()].filter(({ type }) => type === "memo.created" || type === "memo.updated");
  for (const { type, name } of events.values()) if (type === "memo.deleted") hide(name);
  if (changed.length > most) await cache.invalidateQueries({ queryKey: ["memos"] });
  else await Promise.all(changed.map(({ name, type }) => bring(name, type)));
  refresh(new Set(events.keys()));
  void cache.invalidateQueries({ queryKey: ["notifications"] });
  settle();
}

export function takeIn({ event, isFarBehind }: Heard): void {
  if (isFarBehind) void cache.invalidateQueries();
  if (event === null) return;
  const before = heard.get(event.name);
  // What was created and changed in one moment is new all the same.
  const type = before?.type === "memo.created" && event.type === "memo.updated" ? before.type : event.type;
  heard.set(event.name, { ...event, type });
  timer ??= setTimeout(() => {
    timer = undefined;
    void apply();
  }, moment);
}
