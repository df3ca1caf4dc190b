/** A list of notes by day that goes on as it is scrolled. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, useDeferredValue, useEffect, useMemo, useRef } from "react";

import { allMemos, type Pages } from "../api/pages";
import { type Listing, memoList } from "../api/memos";
import { useGradually } from "../hooks/useGradually";
import { useLayout } from "../hooks/useLayout";
import { useNearness } from "../hooks/useNearness";
import { isInColumns } from "../lib/layout";
import { soughtWords } from "../lib/search";
import { Lazily } from "../ui/Lazily";
import { Skeleton } from "../ui/Skeleton";
import { Failure } from "./Failure";
import { MemoEntries, perColumns } from "./MemoEntries";
import { isKnown } from "./Stretch";

const NewsPill = lazy(async () => ({ default: (await import("./NewsPill")).NewsPill }));
const Marks = lazy(async () => ({ default: (await import("./Marks")).Marks }));

interface MemoStreamProps {
  readonly listing: Listing;
  /** Shown when there is nothing to list. */
  readonly empty: ReactNode;
}

/** What fills a screen, and then as many as a slow device draws between two touches. */
const growth = { first: 4, step: 3 } as const;
/** Columns that are balanced anew with each step would move notes from one to the other. */
const growthOfColumns = { first: perColumns, step: perColumns } as const;

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

interface LoadedProps {
  readonly id: string;
  readonly listing: Listing;
  readonly pages: Pages;
}

/** The notes that are there, drawn in slices: a long list must not hold up whoever writes or scrolls. */
function Loaded({ id, listing, pages }: LoadedProps) {
  const list = useInfiniteQuery(memoList(listing));
  // Whoever comes back must find the place where they were: what was drawn before has its heights.
  const wasHere = isKnown(`${id} 0`);
  const shown = useDeferredValue<Pages | null>(pages, wasHere ? pages : null);
  const memos = useMemo(() => allMemos(shown ?? undefined), [shown]);
  const steps = isInColumns(useLayout()) ? growthOfColumns : growth;
  const count = useGradually(memos.length, wasHere ? { ...steps, first: memos.length } : steps);
  if (shown === null) return <Skeleton />;
  return (
    <>
      <MemoEntries id={id} listing={listing} memos={memos} count={count} />
      {list.isFetchNextPageError && <Failure error={list.error} onRetry={() => void list.fetchNextPage()} />}
      {list.hasNextPage && !list.isFetchNextPageError && count === memos.length && (
        <>
          <Continuation
            key={memos.length}
            isIdle={!list.isFetching}
            onNear={() => void list.fetchNextPage({ cancelRefetch: false })}
          />
          {list.isFetchingNextPage && <Skeleton />}
        </>
      )}
    </>
  );
}

export function MemoStream({ listing, empty }: MemoStreamProps) {
  const list = useInfiniteQuery(memoList(listing));
  const layout = useLayout();
  const root = useRef<HTMLDivElement>(null);
  const sought = soughtWords(listing.search);
  if (list.isPending) return <Skeleton />;
  if (list.data === undefined) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  if (allMemos(list.data).length === 0 && !list.hasNextPage) return empty;
  const id = `${layout} ${JSON.stringify(listing)}`;
  return (
    <div ref={root} className={layout === "compact" ? "space-y-1.5" : "space-y-3"} data-layout={layout}>
      <Lazily>
        <NewsPill listing={listing} />
      </Lazily>
      <Lazily>{sought.length > 0 && <Marks root={root} words={sought} />}</Lazily>
      <Loaded key={id} id={id} listing={listing} pages={list.data} />
    </div>
  );
}
