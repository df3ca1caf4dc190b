/** Share links of memos: whoever has one reads the memo without an account. */
import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { queryOptions } from "@tanstack/react-query";

import { type Memo, type MemoShare, MemoShareSchema } from "../gen/memos/api/v1/memo_service_pb";
import { cache } from "./cache";
import { memos } from "./client";

const day = 86_400_000;
const sharesKey = (memo: string) => ["memos", "shares", memo] as const;

export function shareList(memo: string) {
  return queryOptions({
    queryKey: sharesKey(memo),
    queryFn: async ({ signal }): Promise<MemoShare[]> => (await memos.listMemoShares({ parent: memo }, { signal })).memoShares,
  });
}

/** Make a link; `days` is how long it leads somewhere, null for ever. */
export async function createShare(memo: string, days: number | null): Promise<MemoShare> {
  const lasting = days === null ? {} : { expireTime: timestampFromMs(Date.now() + days * day) };
  const share = await memos.createMemoShare({ parent: memo, memoShare: create(MemoShareSchema, lasting) });
  void cache.invalidateQueries({ queryKey: sharesKey(memo) });
  return share;
}

export async function revokeShare(memo: string, share: MemoShare): Promise<void> {
  cache.setQueryData<MemoShare[]>(sharesKey(memo), (all) => all?.filter(({ name }) => name !== share.name));
  try {
    await memos.deleteMemoShare({ name: share.name });
  } finally {
    void cache.invalidateQueries({ queryKey: sharesKey(memo) });
  }
}

/** The token is the end of a share's name. */
export function tokenOf(share: MemoShare): string {
  return share.name.slice(share.name.lastIndexOf("/") + 1);
}

export function sharedMemo(token: string) {
  return queryOptions({
    queryKey: ["shared", token],
    queryFn: ({ signal }): Promise<Memo> => memos.getSharedMemo({ shareToken: token }, { signal }),
  });
}
