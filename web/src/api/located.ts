/** Somebody's notes that say where they were written. */
import { infiniteQueryOptions } from "@tanstack/react-query";

import { State } from "../gen/memos/api/v1/common_pb";
import type { ListMemosResponse } from "../gen/memos/api/v1/memo_service_pb";
import { quote } from "../lib/terms";
import { memos } from "./client";

const pageSize = 200;

/** `creator` is a resource name, `users/{username}`. */
export function locatedNotes(creator: string) {
  return infiniteQueryOptions({
    queryKey: ["memos", "located", creator],
    queryFn: ({ pageParam, signal }): Promise<ListMemosResponse> =>
      memos.listMemos(
        { pageSize, pageToken: pageParam, state: State.NORMAL, filter: `creator == ${quote(creator)} && has_location` },
        { signal },
      ),
    initialPageParam: "",
    getNextPageParam: (page: ListMemosResponse) => (page.nextPageToken === "" ? null : page.nextPageToken),
  });
}
