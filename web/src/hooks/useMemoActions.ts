/** What can be done with a memo: shown at once, sent, and taken back when the server refuses. */
import { Code } from "@connectrpc/connect";
import { useMemo } from "react";

import { t } from "../i18n";
import { isCode } from "../api/errors";
import { cache } from "../api/cache";
import { type Change, deleteMemo, hide, oneMemo, settle, show, undelete, updateMemo } from "../api/memos";
import { State } from "../gen/memos/api/v1/common_pb";
import type { Memo, Visibility } from "../gen/memos/api/v1/memo_service_pb";
import { addressOf } from "../paths";
import { rememberDeletion, say } from "../stores/snackbar";
import { complain } from "./complain";

/** The last thing that was begun with each memo. */
const latest = new Map<string, symbol>();

/** Begin something; what it returns tells whether nothing else has been begun since. */
function begin(name: string): () => boolean {
  const mark = Symbol(name);
  latest.set(name, mark);
  return () => latest.get(name) === mark;
}

/** The memo as it was shown last: what somebody sees and touches may be a moment behind. */
function shownLast(memo: Memo): Memo {
  const shown = cache.getQueryData(oneMemo(memo.name).queryKey);
  return shown && (shown.updateTime?.seconds ?? 0n) >= (memo.updateTime?.seconds ?? 0n) ? shown : memo;
}

async function change(seen: Memo, wanted: Change): Promise<boolean> {
  const memo = shownLast(seen);
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
  const text = t(state === State.ARCHIVED ? "memo.archived" : "memo.restored");
  const undo = async () => {
    if (await done) await change({ ...memo, state }, { state: memo.state });
  };
  say(text, { offer: { label: t("common.undo"), act: undo, isUndo: true } });
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
  say(t("memo.deleted"), { offer: { label: t("common.undo"), act: undo, isUndo: true } });
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

/** Put a text into the clipboard and say so; where there is none (pages served over plain http) it is shown. */
export async function copy(text: string, done: string): Promise<void> {
  if (!("clipboard" in navigator)) return say(text);
  await navigator.clipboard.writeText(text);
  return say(done);
}

async function copyLink(name: string): Promise<void> {
  await copy(addressOf(name), t("memo.linkCopied"));
}

export interface MemoActions {
  readonly pin: () => Promise<boolean>;
  readonly archive: () => Promise<void>;
  readonly remove: () => Promise<unknown>;
  /** Changes the text as it is now, which may not be drawn yet. */
  readonly write: (by: (content: string) => string) => Promise<boolean>;
  readonly copyLink: () => Promise<void>;
  readonly copyText: () => Promise<void>;
  readonly change: (wanted: Change) => Promise<boolean>;
  readonly showTo: (visibility: Visibility) => Promise<boolean>;
}

export function useMemoActions(memo: Memo): MemoActions {
  return useMemo(
    () => ({
      pin: () => change(memo, { pinned: !memo.pinned }),
      archive: () => setState(memo, memo.state === State.ARCHIVED ? State.NORMAL : State.ARCHIVED),
      remove: () => remove(memo),
      write: (by) => change(memo, { content: by(shownLast(memo).content) }),
      copyLink: () => copyLink(memo.name),
      copyText: () => copy(memo.content, t("memo.textCopied")),
      change: (wanted) => change(memo, wanted),
      showTo: (visibility) => change(memo, { visibility }),
    }),
    [memo],
  );
}
