/** Work on many notes at once: done in one go, undone in one go. */
import { createClient } from "@connectrpc/connect";

import {
  ChangeMemosRequest_Action as Action,
  type MemoBatch,
  MemoBatch_State as State,
  MemoBatchService,
} from "../gen/appliance/v1/memo_batch_service_pb";
import { Visibility } from "../gen/memos/api/v1/memo_service_pb";
import { cache } from "./cache";
import { transport } from "./client";
import { overviewKey } from "./overview";

const client = createClient(MemoBatchService, transport);

/** The server takes so many at once. */
const most = 500;
/** Milliseconds between two looks at work that goes on. */
const lookEvery = 400;

export interface Wanted {
  readonly action: Action;
  readonly tag?: string;
  readonly visibility?: Visibility;
}

/** What was done: the batches to undo, how many notes changed, and how many could not. */
export interface Done {
  readonly batches: readonly string[];
  readonly changed: number;
  readonly failed: number;
}

async function seen(): Promise<void> {
  await cache.invalidateQueries({ queryKey: ["memos"] });
  await cache.invalidateQueries({ queryKey: ["trash"] });
  await cache.invalidateQueries({ queryKey: overviewKey });
}

/** Change notes; what was done before a failure stays and can be undone. */
export async function changeMany(
  names: readonly string[],
  { action, tag = "", visibility = Visibility.VISIBILITY_UNSPECIFIED }: Wanted,
): Promise<Done> {
  const batches: string[] = [];
  let [changed, failed] = [0, 0];
  try {
    for (let start = 0; start < names.length; start += most) {
      // One after the other: each is one transaction.
      // oxlint-disable-next-line no-await-in-loop
      const { batch } = await client.changeMemos({ names: names.slice(start, start + most), action, tag, visibility });
      if (batch !== undefined) {
        batches.unshift(batch.name);
        changed += batch.changedCount;
        failed += batch.problems.length;
      }
    }
  } finally {
    await seen();
  }
  return { batches, changed, failed };
}

async function settled(batch: MemoBatch, onProgress: (batch: MemoBatch) => void): Promise<MemoBatch> {
  let latest = batch;
  while (latest.state === State.RUNNING || latest.state === State.UNDOING) {
    onProgress(latest);
    // oxlint-disable-next-line no-await-in-loop -- that is what waiting is
    await new Promise((resolve) => setTimeout(resolve, lookEvery));
    // oxlint-disable-next-line no-await-in-loop
    latest = await client.getMemoBatch({ name: latest.name });
  }
  return latest;
}

/** Undo batches, the last one first; notes that were changed since stay as they are. */
export async function undoAll(batches: readonly string[]): Promise<number> {
  let undone = 0;
  try {
    for (const name of batches) {
      // oxlint-disable-next-line no-await-in-loop
      const batch = await settled(await client.undoMemoBatch({ name }), () => undefined);
      undone += batch.undoneCount;
    }
  } finally {
    await seen();
  }
  return undone;
}

/** Rename a tag and all below it in every note, or merge it into one that is there; resolves at the end. */
export async function renameTag(
  tag: string,
  newTag: string,
  onProgress: (batch: MemoBatch) => void,
): Promise<MemoBatch> {
  try {
    return await settled(await client.renameTag({ tag, newTag }), onProgress);
  } finally {
    await seen();
  }
}

/** All of the notes as one Markdown file. */
export async function exportMany(names: readonly string[]): Promise<{ readonly filename: string; readonly text: string }> {
  const parts: string[] = [];
  let filename = "";
  for (let start = 0; start < names.length; start += most) {
    // oxlint-disable-next-line no-await-in-loop
    const answer = await client.exportMemos({ names: names.slice(start, start + most) });
    filename ||= answer.filename;
    parts.push(...answer.parts);
  }
  return { filename, text: parts.join("") };
}

export { Action };
