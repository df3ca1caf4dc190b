/** A list of notes by day that goes on as it is scrolled. */
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef } from "react";

import { allMemos } from "../api/pages";
import { type Listing, memoList } from "../api/memos";
import type { Memo } from "../gen/memos/api/v1/memo_service_pb";
import { useNearness } from "../hooks/useNearness";
import { useToday } from "../hooks/useToday";
import { dayName } from "../lib/time";
import { Skeleton } from "../ui/Skeleton";
import { Failure } from "./Failure";
import { MemoCard } from "./MemoCard";
import { Stretch } from "./Stretch";

interface MemoStreamProps {
  readonly listing: Listing;
  /** Shown when there is nothing to list. */
  readonly empty: ReactNode;
}

interface Entry {
  readonly memo: Memo;
  /** The heading above it, where a new group begins. */
  readonly heading: string | null;
}

const pinned = "Pinned";
const perStretch = 30;

function groupOf(memo: Memo, now: Date): string {
  if (memo.pinned) return pinned;
  return memo.createTime === undefined ? "" : dayName(timestampDate(memo.createTime), now);
}

function entriesOf(memos: readonly Memo[], now: Date): Entry[] {
  let before = "";
  return memos.map((memo) => {
    const group = groupOf(memo, now);
    const heading = group === before ? null : group;
    before = group;
    return { memo, heading };
  });
}

function chunked<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

interface ContinuationProps {
  /** Nothing is being fetched: what is asked for now is not lost. */
  readonly isIdle: boolean;
  readonly onNear: () => void;
}

/** Fetches the next page before the end of the list comes into view. */
function Continuation({ isIdle, onNear }: ContinuationProps) {
  const ref = useRef<HTMLDivElement>(null);
  const isNear = useNearness(ref, { margin: 1200, initially: false });
  const latest = useRef(onNear);
  useEffect(() => {
    latest.current = onNear;
  });
  // A list that is busy is asked when it is idle again.
  useEffect(() => {
    if (isNear && isIdle) latest.current();
  }, [isNear, isIdle]);
  return <div ref={ref} className="h-px" />;
}

export function MemoStream({ listing, empty }: MemoStreamProps) {
  const list = useInfiniteQuery(memoList(listing));
  const today = useToday();
  if (list.isPending) return <Skeleton />;
  if (list.data === undefined) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  const memos = allMemos(list.data);
  if (memos.length === 0 && !list.hasNextPage) return empty;
  const id = JSON.stringify(listing);
  return (
    <div className="space-y-3">
      {chunked(entriesOf(memos, today), perStretch).map((entries, index) => (
        // A new note shifts what every stretch holds: its place is what it is.
        // oxlint-disable-next-line react/no-array-index-key
        <Stretch key={index} id={`${id} ${index}`}>
          <div className="space-y-3">
            {entries.map(({ memo, heading }) => (
              <div key={memo.name}>
                {heading !== null && <h2 className="px-1 pt-3 pb-2 text-xs font-medium text-muted">{heading}</h2>}
                <MemoCard memo={memo} isOwn={memo.creator === listing.creator} withDay={memo.pinned} />
              </div>
            ))}
          </div>
        </Stretch>
      ))}
      {list.isFetchNextPageError && <Failure error={list.error} onRetry={() => void list.fetchNextPage()} />}
      {list.hasNextPage && !list.isFetchNextPageError && (
        <>
          <Continuation
            key={memos.length}
            isIdle={!list.isFetching}
            onNear={() => void list.fetchNextPage({ cancelRefetch: false })}
          />
          {list.isFetchingNextPage && <Skeleton />}
        </>
      )}
    </div>
  );
}
