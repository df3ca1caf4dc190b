/** Memos in the cache: the lists that are shown and what every change does to them. */
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { infiniteQueryOptions, queryOptions, type QueryKey } from "@tanstack/react-query";

import { State } from "../gen/memos/api/v1/common_pb";
import { type ListMemosResponse, type Memo, MemoSchema, Visibility } from "../gen/memos/api/v1/memo_service_pb";
import { filterOf, matches, type Order, type Search } from "../lib/search";
import { cache } from "./cache";
import { memos } from "./client";
import { isCode } from "./errors";
import { overviewKey } from "./overview";
import { searchedOf } from "./searched";
import { including, type Pages, replacing, without } from "./pages";

export interface Listing {
  readonly state: State;
  readonly search: Search;
  /** `users/{username}`; null for what everybody lets others read. */
  readonly creator: string | null;
}

const orderBy: Readonly<Record<Order, string>> = {
  created: "create_time desc",
  "created-asc": "create_time asc",
  updated: "update_time desc",
  "updated-asc": "update_time asc",
};

/** Notes of one person have the pinned ones first; those of everybody have not. */
function orderOf({ search, creator }: Listing): string {
  return creator === null ? orderBy[search.order] : `pinned desc, ${orderBy[search.order]}`;
}

function listFilter({ search, creator }: Listing): string {
  const asked = filterOf(search, creator);
  if (creator !== null) return asked;
  const open = 'visibility in ["PUBLIC", "PROTECTED"]';
  return asked === "" ? open : `${open} && ${asked}`;
}

const listsKey = ["memos", "list"] as const;
export const trashKey = ["trash"] as const;
export const commentsKey = ["memos", "comments"] as const;
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
          orderBy: orderOf(listing),
          filter: listFilter(listing),
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

export function isComment(memo: Memo): boolean {
  return (memo.parent ?? "") !== "";
}

/** Whether a memo belongs into a list; null where only the server can tell. */
export function holds(listing: Listing, memo: Memo): boolean | null {
  // Comments are listed below what they answer.
  if (listing.state !== memo.state || memo.parent !== undefined) return false;
  if (listing.creator === null && memo.visibility === Visibility.PRIVATE) return false;
  if (listing.creator !== null && listing.creator !== memo.creator) return false;
  return matches(listing.search, searchedOf(memo));
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
    const belongs = holds(listing, memo);
    if (belongs === false) return without(pages, memo.name);
    const old = pages.pages.flatMap((page) => page.memos).find((other) => other.name === memo.name);
    if (belongs === null && old === undefined) return pages;
    return old?.pinned === memo.pinned ? replacing(pages, memo) : including(pages, memo);
  });
  cache.setQueriesData<Pages>({ queryKey: commentsKey }, (pages) => pages && replacing(pages, memo));
  cache.setQueryData(oneMemo(memo.name).queryKey, memo);
}

/** Whether a loaded list has it. */
export function isListed(name: string): boolean {
  return cache
    .getQueriesData<Pages>({ queryKey: listsKey })
    .some(([, pages]) => pages?.pages.some((page) => page.memos.some((memo) => memo.name === name)) === true);
}

/** The names of all notes in the lists that are on screen. */
export function listedNames(): string[] {
  return cache
    .getQueriesData<Pages>({ queryKey: listsKey, type: "active" })
    .flatMap(([, pages]) => pages?.pages.flatMap((page) => page.memos.map(({ name }) => name)) ?? []);
}

export function hide(name: string): void {
  changeLists((pages) => without(pages, name));
  cache.setQueriesData<Pages>({ queryKey: commentsKey }, (pages) => pages && without(pages, name));
}

/** Lists that are on screen were changed by hand; the others and the counts are asked for again. */
export function settle(): void {
  void cache.invalidateQueries({ queryKey: listsKey, refetchType: "none" });
  void cache.invalidateQueries({ queryKey: commentsKey });
  void cache.invalidateQueries({ queryKey: overviewKey });
  void cache.invalidateQueries({ queryKey: trashKey });
}

export type Change = Partial<
  Pick<
    Memo,
    | "content"
    | "visibility"
    | "pinned"
    | "state"
    | "attachments"
    | "relations"
    | "location"
    | "createTime"
    | "updateTime"
  >
>;

const maskOf: Readonly<Record<keyof Change, string>> = {
  content: "content",
  visibility: "visibility",
  pinned: "pinned",
  state: "state",
  attachments: "attachments",
  relations: "relations",
  location: "location",
  createTime: "create_time",
  updateTime: "update_time",
};

function isChange(field: string): field is keyof Change {
  return field in maskOf;
}

/** Editing a text is what moves the update time of a memo. */
function maskFor(change: Change): { paths: string[] } {
  const paths = Object.keys(change).filter(isChange);
  const times = change.content === undefined || "updateTime" in change ? [] : ["update_time"];
  return { paths: [...paths.map((field) => maskOf[field]), ...times] };
}

/** Change some fields of a memo on the server. */
export function updateMemo(name: string, change: Change): Promise<Memo> {
  return memos.updateMemo({ memo: create(MemoSchema, { name, ...change }), updateMask: maskFor(change) });
}

/** Change what was edited, unless somebody else changed it meanwhile; then `applied` is false. */
export async function editMemo(name: string, change: Change, base: Change): Promise<{ memo: Memo; applied: boolean }> {
  const { memoEdits } = await import("./edits");
  const { memo, applied } = await memoEdits.editMemo({
    memo: create(MemoSchema, { name, ...change }),
    updateMask: maskFor(change),
    base: create(MemoSchema, { name, ...base }),
  });
  if (memo === undefined) throw new ConnectError("no memo in the answer", Code.Internal);
  return { memo, applied };
}

export async function deleteMemo(name: string): Promise<void> {
  await memos.deleteMemo({ name });
}

/** Take the newest deletion of a memo back. */
export async function undelete(name: string): Promise<Memo> {
  const { trash } = await import("./laterClients");
  const { trashedMemos } = await trash.listTrashedMemos({ memo: name, pageSize: 1 });
  const [newest] = trashedMemos;
  if (newest === undefined) throw new ConnectError("not in the trash", Code.NotFound);
  return trash.restoreTrashedMemo({ name: newest.name });
}

/** What is sent to become a memo. */
export interface Sending extends Change {
  readonly content: string;
}

async function createUnder(uid: string, memo: Sending, parent: string | null): Promise<Memo> {
  const fields = create(MemoSchema, memo);
  if (parent === null) return memos.createMemo({ memoId: uid, memo: fields });
  return memos.createMemoComment({ name: parent, comment: fields, commentId: uid });
}

/**
 * Create a memo under its chosen id, or a comment of `parent`: sending it again makes no second one.
 *
 * `tried` says that it was sent before, so that a memo with its id may be this very one.
 */
export async function createMemo(uid: string, memo: Sending, tried: boolean, parent: string | null = null): Promise<Memo> {
  try {
    return await createUnder(uid, memo, parent);
  } catch (error) {
    if (!isCode(error, Code.AlreadyExists)) throw error;
  }
  // Another tab used the draft's id for a memo of its own.
  if (!tried) return createUnder("", memo, parent);
  // An earlier try arrived although its answer did not; the text may have grown since.
  const earlier = await memos.getMemo({ name: `memos/${uid}` });
  const { content, visibility } = memo;
  const isSame = earlier.content === content && (visibility === undefined || earlier.visibility === visibility);
  return isSame ? earlier : updateMemo(earlier.name, memo);
}
