/** Pure edits of loaded pages of memos: how a list looks after one memo changed. */
import type { InfiniteData } from "@tanstack/react-query";

import type { ListMemosResponse, Memo } from "../gen/memos/api/v1/memo_service_pb";

export type Pages = InfiniteData<ListMemosResponse>;

function mapped(pages: Pages, change: (memos: Memo[], index: number) => Memo[]): Pages {
  return {
    ...pages,
    pages: pages.pages.map((page, index) => ({ ...page, memos: change(page.memos, index) })),
  };
}

export function allMemos(pages: Pages | undefined): Memo[] {
  return pages?.pages.flatMap((page) => page.memos) ?? [];
}

export function without(pages: Pages, name: string): Pages {
  return mapped(pages, (memos) => memos.filter((memo) => memo.name !== name));
}

export function replacing(pages: Pages, memo: Memo): Pages {
  return mapped(pages, (memos) => memos.map((old) => (old.name === memo.name ? memo : old)));
}

function seconds(memo: Memo): bigint {
  return memo.createTime?.seconds ?? 0n;
}

/** Pinned first, then newest: the order the lists are asked for. */
function standsBefore(one: Memo, other: Memo): boolean {
  if (one.pinned !== other.pinned) return one.pinned;
  return seconds(one) >= seconds(other);
}

/** Put a memo where the order wants it; beyond the last loaded page it is left to the next one. */
export function including(pages: Pages, memo: Memo): Pages {
  const rest = without(pages, memo.name);
  const loaded = allMemos(rest);
  const after = loaded.findIndex((other) => standsBefore(memo, other));
  const isWhole = (rest.pages.at(-1)?.nextPageToken ?? "") === "";
  if (after < 0 && loaded.length > 0 && !isWhole) return rest;
  const at = after < 0 ? loaded.length : after;
  let passed = 0;
  let placed = false;
  return mapped(rest, (memos, index) => {
    const position = at - passed;
    passed += memos.length;
    const isHere = !placed && (position <= memos.length || index === rest.pages.length - 1);
    if (!isHere) return memos;
    placed = true;
    return memos.toSpliced(position, 0, memo);
  });
}
