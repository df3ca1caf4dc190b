/** Deleted notes: bring them back, or remove them for good. */
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ArchiveRestore, Trash2 } from "lucide-react";
import { useState } from "react";

import { t, useT } from "../i18n";
import { settle, show } from "../api/memos";
import { removeForGood, restore, trashList } from "../api/trash";
import { Failure } from "../components/Failure";
import { Folded } from "../components/Folded";
import { drawing } from "../components/drawing";
import type { TrashedMemo } from "../gen/appliance/v1/trash_service_pb";
import { complain } from "../hooks/complain";
import { useTitle } from "../hooks/useTitle";
import { useToday } from "../hooks/useToday";
import { clockTime, completeTime, dayName } from "../lib/time";
import { Markdown } from "../markdown/Markdown";
import { say } from "../stores/snackbar";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Notice } from "../ui/Notice";
import { PageTitle } from "../ui/PageTitle";
import { Skeleton } from "../ui/Skeleton";

async function bringBack(trashed: TrashedMemo): Promise<void> {
  try {
    show(await restore(trashed.name));
    say(t("memo.restored"));
  } catch (error) {
    complain(error);
  } finally {
    settle();
  }
}

async function remove(trashed: TrashedMemo): Promise<void> {
  try {
    await removeForGood(trashed.name);
    say(t("trash.removed"));
  } catch (error) {
    complain(error);
  } finally {
    settle();
  }
}

interface TrashedCardProps {
  readonly trashed: TrashedMemo;
  readonly onRemove: () => void;
}

function TrashedCard({ trashed, onRemove }: TrashedCardProps) {
  const t = useT();
  const today = useToday();
  const date = trashed.deleteTime === undefined ? new Date(0) : timestampDate(trashed.deleteTime);
  return (
    <article className="rounded-xl border border-line bg-raised px-4 py-3 sm:px-5">
      <p className="pb-2 text-xs text-muted tabular-nums">
        {t("trash.deletedAt")} ·{" "}
        <time dateTime={date.toISOString()} title={completeTime(date)}>
          {t("common.timeOnDay", { day: dayName(date, today), time: clockTime(date) })}
        </time>
      </p>
      <Folded>
        <Markdown text={trashed.content} drawing={drawing} />
      </Folded>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button onClick={() => void bringBack(trashed)}>
          <ArchiveRestore aria-hidden size={16} strokeWidth={1.75} />
          {t("common.restore")}
        </Button>
        <Button kind="quiet" onClick={onRemove}>
          {t("trash.removeForGood")}
        </Button>
      </div>
    </article>
  );
}

export function TrashPage() {
  const t = useT();
  const list = useInfiniteQuery(trashList);
  const [doomed, setDoomed] = useState<TrashedMemo | null>(null);
  useTitle(t("trash.title"));
  const trashed = list.data?.pages.flatMap((page) => page.trashedMemos) ?? [];
  return (
    <div className="space-y-4">
      <PageTitle title={t("trash.title")}>{t("trash.lead")}</PageTitle>
      {list.isPending && <Skeleton />}
      {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && trashed.length === 0 && (
        <Notice icon={Trash2} title={t("trash.emptyTitle")}>
          {t("trash.emptyHint")}
        </Notice>
      )}
      {trashed.map((memo) => (
        <TrashedCard key={memo.name} trashed={memo} onRemove={() => setDoomed(memo)} />
      ))}
      {list.hasNextPage && (
        <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t("common.showMore")}
        </Button>
      )}
      <Dialog open={doomed !== null} onClose={() => setDoomed(null)} title={t("trash.removeQuestion")}>
        <p className="text-sm text-muted">{t("trash.removeWarning")}</p>
        <div className="mt-4 flex justify-end gap-2">
          <Button onClick={() => setDoomed(null)}>{t("trash.keep")}</Button>
          <Button
            kind="danger"
            onClick={() => {
              if (doomed !== null) void remove(doomed);
              setDoomed(null);
            }}
          >
            {t("trash.removeForGood")}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
