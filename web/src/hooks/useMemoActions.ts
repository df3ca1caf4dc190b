/** What can be done with a memo: shown at once, sent, and taken back when the server refuses. */
import { Code } from "@connectrpc/connect";
import { useMemo } from "react";

import { explain, isCode } from "../api/errors";
import { type Change, deleteMemo, hide, settle, show, undelete, updateMemo } from "../api/memos";
import { State } from "../gen/memos/api/v1/common_pb";
import type { Memo } from "../gen/memos/api/v1/memo_service_pb";
import { addressOf } from "../paths";
import { rememberDeletion, say } from "../stores/snackbar";

/** Say that something failed; the id finds it in the server's log. */
export function complain(error: unknown): void {
  const { sentence, requestId } = explain(error);
  say(requestId === "" ? sentence : `${sentence} (Request ${requestId})`, { tone: "danger" });
}

/** The last thing that was begun with each memo. */
const latest = new Map<string, symbol>();

/** Begin something; what it returns tells whether nothing else has been begun since. */
function begin(name: string): () => boolean {
  const mark = Symbol(name);
  latest.set(name, mark);
  return () => latest.get(name) === mark;
}

async function change(memo: Memo, wanted: Change): Promise<boolean> {
  const isLatest = begin(memo.name);
  show({ ...memo, ...wanted });
  try {
    const answer = await updateMemo(memo.name, wanted);
    // A late answer must not bring back what was deleted meanwhile.
    if (isLatest()) show(answer);
    return true;
  } catch (error) {
    if (isLatest()) show(memo);
    if (isLatest() || !isCode(error, Code.NotFound)) complain(error);
    return false;
  } finally {
    settle();
  }
}

async function setState(memo: Memo, state: State): Promise<void> {
  const done = change(memo, { state });
  const text = state === State.ARCHIVED ? "Note archived." : "Note restored.";
  const undo = async () => {
    if (await done) await change({ ...memo, state }, { state: memo.state });
  };
  say(text, { offer: { label: "Undo", act: undo } });
  await done;
}

/** Bring a deleted memo back and say so where it fails. */
export async function takeBack(name: string): Promise<void> {
  begin(name);
  try {
    show(await undelete(name));
  } catch (error) {
    complain(error);
  } finally {
    settle();
  }
}

async function remove(memo: Memo): Promise<void> {
  begin(memo.name);
  hide(memo.name);
  const done = deleteMemo(memo.name);
  const undo = async () => {
    begin(memo.name);
    show(memo);
    await done.then(
      () => takeBack(memo.name),
      // The deletion failed and was reported: the memo is still there.
      () => undefined,
    );
  };
  say("Note deleted.", { offer: { label: "Undo", act: undo } });
  rememberDeletion(memo.name);
  try {
    await done;
  } catch (error) {
    show(memo);
    complain(error);
  } finally {
    settle();
  }
}

async function copyLink(name: string): Promise<void> {
  const address = addressOf(name);
  // Pages served over plain http have no clipboard.
  if (!("clipboard" in navigator)) return say(address);
  await navigator.clipboard.writeText(address);
  return say("Link copied.");
}

export interface MemoActions {
  readonly pin: () => Promise<boolean>;
  readonly archive: () => Promise<void>;
  readonly remove: () => Promise<unknown>;
  readonly write: (content: string) => Promise<boolean>;
  readonly copyLink: () => Promise<void>;
}

export function useMemoActions(memo: Memo): MemoActions {
  return useMemo(
    () => ({
      pin: () => change(memo, { pinned: !memo.pinned }),
      archive: () => setState(memo, memo.state === State.ARCHIVED ? State.NORMAL : State.ARCHIVED),
      remove: () => remove(memo),
      write: (content) => change(memo, { content }),
      copyLink: () => copyLink(memo.name),
    }),
    [memo],
  );
}
