/** Somebody's notes where they were written: on a map, and as a list of places. */
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { useInfiniteQuery } from "@tanstack/react-query";
import { MapPinned } from "lucide-react";
import { useMemo, useState } from "react";
import { Link } from "react-router";

import { locatedNotes } from "../../api/located";
import type { Memo } from "../../gen/memos/api/v1/memo_service_pb";
import { useT } from "../../i18n";
import { coordinates, isPlace, type Place } from "../../lib/place";
import { shortTime } from "../../lib/time";
import { paths } from "../../paths";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Skeleton } from "../../ui/Skeleton";
import { Failure } from "../Failure";
import { PlacesMap } from "./PlacesMap";

interface Located extends Place {
  readonly memo: Memo;
}

function located(memo: Memo): Located[] {
  const { location } = memo;
  if (location === undefined || !isPlace(location)) return [];
  return [{ memo, latitude: location.latitude, longitude: location.longitude }];
}

function Row({ memo, ...place }: Located) {
  const t = useT();
  return (
    <li>
      <Link to={paths.memo(memo.name)} className="block px-4 py-2.5 hover:bg-sunken/60">
        <bdi className="block truncate text-sm">{memo.property?.title || memo.snippet || t("memo.page.untitled")}</bdi>
        <span className="flex gap-2 text-xs text-muted">
          <bdi className="truncate">{memo.location?.placeholder || coordinates(place)}</bdi>
          {memo.createTime !== undefined && <bdi className="shrink-0">{shortTime(timestampDate(memo.createTime))}</bdi>}
        </span>
      </Link>
    </li>
  );
}

export function NotesMap({ creator }: { readonly creator: string }) {
  const t = useT();
  const list = useInfiniteQuery(locatedNotes(creator));
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const notes = useMemo(() => list.data?.pages.flatMap(({ memos }) => memos.flatMap(located)) ?? [], [list.data]);
  if (list.isPending) return <Skeleton />;
  if (list.data === undefined) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  if (notes.length === 0) {
    return (
      <Notice icon={MapPinned} title={t("user.noPlaces")}>
        {t("user.noPlacesHint")}
      </Notice>
    );
  }
  // What was chosen may be gone by now, or be somewhere else.
  const found = notes.filter(({ memo }) => chosen?.has(memo.name));
  const isChosen = found.length > 0;
  const shown = isChosen ? found : notes;
  return (
    <div className="space-y-3">
      <PlacesMap places={notes} onChoose={(members) => setChosen(new Set(members.map(({ memo }) => memo.name)))} />
      <div className="flex min-h-9 items-center justify-between gap-3 px-1">
        <p role="status" className="text-xs text-muted">
          {t("common.notes", { count: shown.length })}
        </p>
        {isChosen && (
          <Button kind="quiet" onClick={() => setChosen(null)}>
            {t("memo.showAllNotes")}
          </Button>
        )}
      </div>
      <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-raised">
        {shown.map((note) => (
          <Row key={note.memo.name} {...note} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t("common.showMore")}
        </Button>
      )}
    </div>
  );
}
