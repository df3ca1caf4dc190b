/** Sends a draft, and shows the note before the server has answered. */
import { createMemo, hide, settle, show } from "../api/memos";
import type { Memo } from "../gen/memos/api/v1/memo_service_pb";
import type { DraftBox } from "../stores/draftBox";
import type { Draft } from "../stores/drafts";
import { expected, sendingOf } from "./draftMemo";

/** A draft that could not be sent goes back into its box. */
export async function send(box: DraftBox, draft: Draft, creator: string): Promise<Memo> {
  const shown = expected(draft, creator);
  show(shown);
  try {
    const memo = await createMemo(draft.uid, sendingOf(draft), draft.tried);
    if (memo.name !== shown.name) hide(shown.name);
    show(memo);
    await box.sent();
    return memo;
  } catch (error) {
    hide(shown.name);
    await box.giveBack(draft);
    throw error;
  } finally {
    settle();
  }
}
