/** The files of the user, by kind. */
import { createClient } from "@connectrpc/connect";
import { infiniteQueryOptions } from "@tanstack/react-query";

import { AttachmentService, type ListAttachmentsResponse } from "../gen/memos/api/v1/attachment_service_pb";
import { cache } from "./cache";
import { transport } from "./client";
import { overviewKey } from "./overview";

const client = createClient(AttachmentService, transport);

export const shelves = ["all", "pictures", "documents", "media", "unused"] as const;
export type Shelf = (typeof shelves)[number];

const filters: Readonly<Record<Shelf, string>> = {
  all: "",
  pictures: 'mime_type.startsWith("image/")',
  documents:
    '!(mime_type.startsWith("image/") || mime_type.startsWith("audio/") || mime_type.startsWith("video/"))',
  media: 'mime_type.startsWith("audio/") || mime_type.startsWith("video/")',
  unused: "memo_id == null",
};

const libraryKey = ["library"] as const;
/** The server deletes so many at once. */
const most = 100;

export function library(shelf: Shelf) {
  return infiniteQueryOptions({
    queryKey: [...libraryKey, shelf],
    queryFn: ({ pageParam, signal }): Promise<ListAttachmentsResponse> =>
      client.listAttachments({ pageSize: 60, pageToken: pageParam, filter: filters[shelf] }, { signal }),
    initialPageParam: "",
    getNextPageParam: (page: ListAttachmentsResponse) => (page.nextPageToken === "" ? null : page.nextPageToken),
    staleTime: 0,
  });
}

export async function deleteFiles(names: readonly string[]): Promise<void> {
  try {
    for (let start = 0; start < names.length; start += most) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other: each is one transaction
      await client.batchDeleteAttachments({ names: names.slice(start, start + most) });
    }
  } finally {
    await cache.invalidateQueries({ queryKey: libraryKey });
    await cache.invalidateQueries({ queryKey: overviewKey });
  }
}
