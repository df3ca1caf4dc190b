/** Memos in the cache: the lists that are shown and what every change does to them. */
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { infiniteQueryOptions, queryOptions, type QueryKey } from "@tanstack/react-query";

import { State } from "../gen/memos/api/v1/common_pb";
import { type ListMemosResponse, type Memo, MemoSchema, type Visibility } from "../gen/memos/api/v1/memo_service_pb";
import { filterOf, matches, type Search } from "../lib/search";
import { cache } from "./cache";
import { memos, trash } from "./client";
import { isCode } from "./errors";
import { overviewKey } from "./overview";
import { including, type Pages, replacing, without } from "./pages";
import { trashKey } from "./trash";

export interface Listing {
  readonly state: State;
  readonly search: Search;
  /** `users/{username}` */
  readonly creator: string;
}

const listsKey = ["memos", "list"] as const;
const pageSize = 30;

export function memoList(listing: Listing) {
  return infiniteQueryOptions({
    queryKey: [...listsKey, listing],
    queryFn: ({ pageParam, signal }): Promise<ListMemosResponse> =>
      memos.listMemos(
        {
          pageSize,
          pageToken: pageParam,
          state: listing.state,
          orderBy: "pinned desc, create_time desc",
          filter: filterOf(listing.search, listing.creator),
        },
        { signal },
      ),
    initialPageParam: "",
    getNextPageParam: (page: ListMemosResponse) => (page.nextPageToken === "" ? null : page.nextPageToken),
    // Coming back to a long list must not fetch all of it again.
    refetchOnWindowFocus: (query) => (query.state.data?.pages.length ?? 0) <= 2,
  });
}

export function oneMemo(name: string) {
  return queryOptions({
    queryKey: ["memos", "one", name],
    queryFn: ({ signal }): Promise<Memo> => memos.getMemo({ name }, { signal }),
  });
}

function listingOf(key: QueryKey): Listing | null {
  const listing: unknown = key[2];
  return isListing(listing) ? listing : null;
}

function isListing(value: unknown): value is Listing {
  return typeof value === "object" && value !== null && "search" in value && "creator" in value && "state" in value;
}

function holds(listing: Listing, memo: Memo): boolean {
  return listing.state === memo.state && listing.creator === memo.creator && matches(listing.search, memo);
}

function changeLists(change: (pages: Pages, listing: Listing) => Pages): void {
  for (const [key, pages] of cache.getQueriesData<Pages>({ queryKey: listsKey })) {
    const listing = listingOf(key);
    if (listing !== null && pages !== undefined) cache.setQueryData(key, change(pages, listing));
  }
}

/** Show a memo as it is now in every list that it belongs to, and in no other. */
export function show(memo: Memo): void {
  changeLists((pages, listing) => {
    if (!holds(listing, memo)) return without(pages, memo.name);
    const old = pages.pages.flatMap((page) => page.memos).find((other) => other.name === memo.name);
    return old?.pinned === memo.pinned ? replacing(pages, memo) : including(pages, memo);
  });
  cache.setQueryData(oneMemo(memo.name).queryKey, memo);
}

export function hide(name: string): void {
  changeLists((pages) => without(pages, name));
}

/** Lists that are on screen were changed by hand; the others and the counts are asked for again. */
export function settle(): void {
  void cache.invalidateQueries({ queryKey: listsKey, refetchType: "none" });
  void cache.invalidateQueries({ queryKey: overviewKey });
  void cache.invalidateQueries({ queryKey: trashKey });
}

export type Change = Partial<Pick<Memo, "content" | "visibility" | "pinned" | "state">>;

const maskOf: Readonly<Record<keyof Change, string>> = {
  content: "content",
  visibility: "visibility",
  pinned: "pinned",
  state: "state",
};

function isChange(field: string): field is keyof Change {
  return field in maskOf;
}

/** Change some fields of a memo on the server. Editing its text is what moves its update time. */
export function updateMemo(name: string, change: Change): Promise<Memo> {
  const paths = Object.keys(change).filter(isChange);
  const times = change.content === undefined ? [] : ["update_time"];
  return memos.updateMemo({
    memo: create(MemoSchema, { name, ...change }),
    updateMask: { paths: [...paths.map((field) => maskOf[field]), ...times] },
  });
}

export async function deleteMemo(name: string): Promise<void> {
  await memos.deleteMemo({ name });
}

/** Take the newest deletion of a memo back. */
export async function undelete(name: string): Promise<Memo> {
  const { trashedMemos } = await trash.listTrashedMemos({ memo: name, pageSize: 1 });
  const [newest] = trashedMemos;
  if (newest === undefined) throw new ConnectError("not in the trash", Code.NotFound);
  return trash.restoreTrashedMemo({ name: newest.name });
}

/** What is sent to become a memo. */
export interface Sending {
  readonly uid: string;
  readonly text: string;
  readonly visibility: Visibility;
  readonly tried: boolean;
}

/** Create a memo under its chosen id: sending it again makes no second one. */
export async function createMemo({ uid, text, visibility, tried }: Sending): Promise<Memo> {
  const memo = { content: text, visibility };
  try {
    return await memos.createMemo({ memoId: uid, memo });
  } catch (error) {
    if (!isCode(error, Code.AlreadyExists)) throw error;
  }
  // Another tab used the draft's id for a memo of its own.
  if (!tried) return memos.createMemo({ memo });
  // An earlier try arrived although its answer did not; the text may have grown since.
  const earlier = await memos.getMemo({ name: `memos/${uid}` });
  const isSame = earlier.content === text && earlier.visibility === visibility;
  return isSame ? earlier : updateMemo(earlier.name, memo);
}
