/** Deleted memos, as the trash page lists them. */
import { infiniteQueryOptions } from "@tanstack/react-query";

import type { ListTrashedMemosResponse } from "../gen/appliance/v1/trash_service_pb";
import type { Memo } from "../gen/memos/api/v1/memo_service_pb";
import { trash } from "./laterClients";
import { trashKey } from "./memos";

export const trashList = infiniteQueryOptions({
  queryKey: trashKey,
  queryFn: ({ pageParam, signal }): Promise<ListTrashedMemosResponse> =>
    trash.listTrashedMemos({ pageToken: pageParam }, { signal }),
  initialPageParam: "",
  getNextPageParam: (page: ListTrashedMemosResponse) => (page.nextPageToken === "" ? null : page.nextPageToken),
  // Other tabs and programs delete too: what is listed must exist.
  staleTime: 0,
});

export function restore(name: string): Promise<Memo> {
  return trash.restoreTrashedMemo({ name });
}

export async function removeForGood(name: string): Promise<void> {
  await trash.deleteTrashedMemo({ name });
}
