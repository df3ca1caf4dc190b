/** The notes of a list by day, drawn a few at a time. */
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { memo as memoised, useMemo } from "react";

import { t, useT } from "../i18n";
import type { Listing } from "../api/memos";
import type { Memo } from "../gen/memos/api/v1/memo_service_pb";
import { useLayout } from "../hooks/useLayout";
import { useToday } from "../hooks/useToday";
import { useViewer } from "../hooks/useUser";
import { cx } from "../lib/cx";
import { isInColumns, type Layout } from "../lib/layout";
import { dayName } from "../lib/time";
import { MemoCard } from "./MemoCard";
import { Selectable } from "./Selectable";
import { Stretch } from "./Stretch";

interface MemoEntriesProps {
  /** Of the listing, as a text. */
  readonly id: string;
  readonly listing: Listing;
  readonly memos: readonly Memo[];
  /** So many of them are drawn. */
  readonly count: number;
}

interface Entry {
  readonly memo: Memo;
  /** The heading above it, where a new group begins. */
  readonly heading: string | null;
}

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

const columns = "gap-3 *:break-inside-avoid *:pb-3";
/** Narrow screens have room for fewer columns than were asked for. */
const arrangements: Readonly<Record<Layout, string>> = {
  list: "space-y-3",
  compact: "space-y-1.5",
  masonry: cx(columns, "columns-[18rem]"),
  two: cx(columns, "sm:columns-2"),
  three: cx(columns, "sm:columns-2 md:columns-3"),
};

/** So many are drawn when they come near: more would hold up the scrolling. */
const perStretch = 10;
/** Columns are balanced within a stretch: that needs more than a few. */
export const perColumns = 30;

function chunked<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

interface PartProps {
  readonly id: string;
  readonly entries: readonly Entry[];
}

/** Drawn anew only when its notes are: adding to a list of thousands costs what is added. */
const Part = memoised(function Part({ id, entries }: PartProps) {
  const viewer = useViewer()?.name;
  const layout = useLayout();
  return (
    <Stretch id={id}>
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
  );
});

export const MemoEntries = memoised(function MemoEntries({ id, listing, memos, count }: MemoEntriesProps) {
  const today = useToday();
  const layout = useLayout();
  const size = isInColumns(layout) ? perColumns : perStretch;
  const t = useT();
  const parts = useMemo(
    () => chunked(entriesOf(memos, listing, today), size),
    // oxlint-disable-next-line react/exhaustive-deps -- the headings are in the language of the page
    [memos, listing, today, size, t],
  );
  return parts.slice(0, Math.ceil(count / size)).map((entries, index) => {
    const wanted = count - index * size;
    return (
      // A new note shifts what every stretch holds: its place is what it is.
      // oxlint-disable-next-line react/no-array-index-key
      <Part key={index} id={`${id} ${index}`} entries={wanted < entries.length ? entries.slice(0, wanted) : entries} />
    );
  });
});
