/** Comments: memos below a memo. */
import { create } from "@bufbuild/protobuf";
import { infiniteQueryOptions } from "@tanstack/react-query";

import {
  type ListMemosResponse,
  ListMemosResponseSchema,
  type Memo,
  MemoRelation_Type,
} from "../gen/memos/api/v1/memo_service_pb";
import { memos } from "./client";
import { commentsKey } from "./memos";

const pageSize = 20;

/** A page of comments in the shape of any other page of memos. */
async function onePage(name: string, pageToken: string, signal: AbortSignal): Promise<ListMemosResponse> {
  const page = await memos.listMemoComments({ name, pageSize, pageToken }, { signal });
  return create(ListMemosResponseSchema, { memos: page.memos, nextPageToken: page.nextPageToken });
}

export function commentList(name: string) {
  return infiniteQueryOptions({
    queryKey: [...commentsKey, name],
    queryFn: ({ pageParam, signal }) => onePage(name, pageParam, signal),
    initialPageParam: "",
    getNextPageParam: (page: ListMemosResponse) => (page.nextPageToken === "" ? null : page.nextPageToken),
  });
}

/** How many comments a memo has, by what it says of its relations. */
export function commentCount(memo: Memo): number {
  return memo.relations.filter(
    ({ type, relatedMemo }) => type === MemoRelation_Type.COMMENT && relatedMemo?.name === memo.name,
  ).length;
}
