/** What pages say about themselves, asked for together, ten at a time. */
import { queryOptions } from "@tanstack/react-query";

import type { LinkMetadata } from "../gen/memos/api/v1/memo_service_pb";
import { gatherer, type Outcome } from "../lib/gather";
import { memos } from "./client";

/** As many as the server takes at once. */
const most = 10;

function oneByOne(urls: readonly string[]): Promise<Outcome<LinkMetadata>[]> {
  return Promise.allSettled(urls.map((url) => memos.getLinkMetadata({ url })));
}

const load = gatherer<string, LinkMetadata>(
  async (urls) => {
    if (urls.length === 1) return oneByOne(urls);
    try {
      const { linkMetadata } = await memos.batchGetLinkMetadata({ urls: [...urls] });
      return linkMetadata.map((value) => ({ status: "fulfilled", value }));
    } catch {
      // One address that fails fails all of them.
      return oneByOne(urls);
    }
  },
  { most, wait: 30 },
);

export function linkFacts(url: string) {
  return queryOptions({
    queryKey: ["links", url],
    queryFn: (): Promise<LinkMetadata> => load(url),
    staleTime: Infinity,
    gcTime: 3_600_000,
    retry: false,
  });
}
