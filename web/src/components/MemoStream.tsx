/** A list of notes by day that goes on as it is scrolled. */
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { useInfiniteQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, useEffect, useRef } from "react";

import { t, useT } from "../i18n";
import { allMemos } from "../api/pages";
import { type Listing, memoList } from "../api/memos";
import type { Memo } from "../gen/memos/api/v1/memo_service_pb";
import { useNearness } from "../hooks/useNearness";
import { useLayout } from "../hooks/useLayout";
import type { Layout } from "../lib/layout";
import { useToday } from "../hooks/useToday";
import { useViewer } from "../hooks/useUser";
import { cx } from "../lib/cx";
import { soughtWords } from "../lib/search";
import { dayName } from "../lib/time";
import { Lazily } from "../ui/Lazily";
import { Skeleton } from "../ui/Skeleton";
import { Failure } from "./Failure";
import { MemoCard } from "./MemoCard";
import { Selectable } from "./Selectable";
import { Stretch } from "./Stretch";

const NewsPill = lazy(async () => ({ default: (await import("./NewsPill")).NewsPill }));
const Marks = lazy(async () => ({ default: (await import("./Marks")).Marks }));

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

const perStretch = 30;

function groupOf(memo: Memo, { search, creator }: Listing, now: Date): string {
  if (memo.pinned && creator !== null) return t("memo.pinned");
  const time = search.order.startsWith("updated") ? memo.updateTime : memo.createTime;
  return time === undefined ? "" : dayName(timestampDate(time), now);
}

function entriesOf(memos: readonly Memo[], listing: Listing, now: Date): Entry[] {
  let before = "";
  return memos.map((memo) => {
    const group = groupOf(memo, listing, now);
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

const columns = "gap-3 *:break-inside-avoid *:pb-3";
/** Narrow screens have room for fewer columns than were asked for. */
const arrangements: Readonly<Record<Layout, string>> = {
  list: "space-y-3",
  compact: "space-y-1.5",
  masonry: cx(columns, "columns-[18rem]"),
  two: cx(columns, "sm:columns-2"),
  three: cx(columns, "sm:columns-2 md:columns-3"),
};

export function MemoStream({ listing, empty }: MemoStreamProps) {
  const list = useInfiniteQuery(memoList(listing));
  const today = useToday();
  const viewer = useViewer()?.name;
  const layout = useLayout();
  const root = useRef<HTMLDivElement>(null);
  const sought = soughtWords(listing.search);
  // The headings are in the language of the page.
  useT();
  if (list.isPending) return <Skeleton />;
  if (list.data === undefined) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  const memos = allMemos(list.data);
  if (memos.length === 0 && !list.hasNextPage) return empty;
  const id = JSON.stringify(listing);
  return (
    <div ref={root} className={cx(layout === "compact" ? "space-y-1.5" : "space-y-3")} data-layout={layout}>
      <Lazily fallback={null}>
        <NewsPill listing={listing} />
        {sought.length > 0 && <Marks root={root} words={sought} />}
      </Lazily>
      {chunked(entriesOf(memos, listing, today), perStretch).map((entries, index) => (
        // A new note shifts what every stretch holds: its place is what it is.
        // oxlint-disable-next-line react/no-array-index-key
        <Stretch key={index} id={`${id} ${index}`}>
          <div className={arrangements[layout]}>
            {entries.map(({ memo, heading }) => (
              <div key={memo.name}>
                {heading !== null && <h2 className="px-1 pt-3 pb-2 text-xs font-medium text-muted">{heading}</h2>}
                <Selectable name={memo.name}>
                  <MemoCard memo={memo} isOwn={memo.creator === viewer} withDay={memo.pinned} />
                </Selectable>
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
