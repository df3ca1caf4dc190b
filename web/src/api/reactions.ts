/** Reactions to memos: shown at once, taken back when the server refuses. */
import { create } from "@bufbuild/protobuf";

import { type Memo, type Reaction, ReactionSchema } from "../gen/memos/api/v1/memo_service_pb";
import { memos } from "./client";
import { show } from "./memos";

export interface ReactionGroup {
  readonly type: string;
  /** `users/{username}`, in the order they reacted. */
  readonly creators: readonly string[];
}

/** The reactions of a memo by kind, in the order each kind came first. */
export function grouped(reactions: readonly Reaction[]): ReactionGroup[] {
  const groups = new Map<string, string[]>();
  for (const { reactionType, creator } of reactions) {
    groups.set(reactionType, [...(groups.get(reactionType) ?? []), creator]);
  }
  return [...groups].map(([type, creators]) => ({ type, creators }));
}

function ownOf(memo: Memo, type: string, user: string): Reaction | undefined {
  return memo.reactions.find(({ reactionType, creator }) => reactionType === type && creator === user);
}

async function take(memo: Memo, reaction: Reaction): Promise<void> {
  show({ ...memo, reactions: memo.reactions.filter((each) => each !== reaction) });
  await memos.deleteMemoReaction({ name: reaction.name });
}

async function give(memo: Memo, reactionType: string, creator: string): Promise<void> {
  const wanted = create(ReactionSchema, { creator, contentId: memo.name, reactionType });
  show({ ...memo, reactions: [...memo.reactions, wanted] });
  const given = await memos.upsertMemoReaction({ name: memo.name, reaction: { contentId: memo.name, reactionType } });
  show({ ...memo, reactions: [...memo.reactions, given] });
}

/** Give a reaction, or take it back. */
export async function toggleReaction(memo: Memo, type: string, user: string): Promise<void> {
  const own = ownOf(memo, type, user);
  try {
    await (own === undefined ? give(memo, type, user) : take(memo, own));
  } catch (error) {
    show(memo);
    throw error;
  }
}
