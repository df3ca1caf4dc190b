/** A note for whoever has a link to it, with an account or without. */
import { Code } from "@connectrpc/connect";
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { useQuery } from "@tanstack/react-query";
import { Link2Off } from "lucide-react";
import { useMemo } from "react";
import { useParams } from "react-router";

import { isCode } from "../api/errors";
import { usernameOf } from "../api/people";
import { sharedMemo } from "../api/shares";
import { sharedDrawing } from "../components/drawing";
import { Failure } from "../components/Failure";
import { Attachments } from "../components/media/Attachments";
import { PlaceLine } from "../components/place/PlaceLine";
import type { Memo } from "../gen/memos/api/v1/memo_service_pb";
import { useTitle } from "../hooks/useTitle";
import { useT } from "../i18n";
import { completeTime } from "../lib/time";
import { Markdown } from "../markdown/Markdown";
import { Notice } from "../ui/Notice";
import { Skeleton } from "../ui/Skeleton";

/** What the server says of a link that is over, was revoked, or never was. */
const over = [Code.NotFound, Code.PermissionDenied, Code.Unauthenticated];

function Shared({ memo, token }: { readonly memo: Memo; readonly token: string }) {
  const t = useT();
  const drawing = useMemo(() => sharedDrawing(token), [token]);
  const date = memo.createTime === undefined ? null : timestampDate(memo.createTime);
  return (
    <article aria-label={memo.property?.title || t("memo.title")} className="rounded-xl border border-line bg-raised px-4 py-4 sm:px-6">
      <header className="mb-3 flex flex-wrap items-baseline gap-x-2 text-xs text-muted">
        <bdi className="font-medium text-ink">{usernameOf(memo.creator)}</bdi>
        {date !== null && <time dateTime={date.toISOString()}>{completeTime(date)}</time>}
      </header>
      <Markdown text={memo.content} drawing={drawing} prefix="note" />
      <Attachments attachments={memo.attachments} shareToken={token} />
      {memo.location !== undefined && <PlaceLine location={memo.location} />}
    </article>
  );
}

export function SharePage() {
  const t = useT();
  const { token = "" } = useParams();
  const { data: memo, error, isPending, refetch } = useQuery(sharedMemo(token));
  const isOver = over.some((code) => isCode(error, code));
  useTitle(memo?.property?.title || memo?.snippet || t("share.pageTitle"));
  return (
    <div className="space-y-3">
      <h1 className="sr-only">{t("share.pageTitle")}</h1>
      {isPending && <Skeleton />}
      {isOver && (
        <Notice icon={Link2Off} title={t("share.goneTitle")}>
          {t("share.gone")}
        </Notice>
      )}
      {error !== null && !isOver && <Failure error={error} onRetry={() => void refetch()} />}
      {memo !== undefined && (
        <>
          <Shared memo={memo} token={token} />
          <p className="px-1 text-xs text-muted">{t("share.readOnly")}</p>
        </>
      )}
    </div>
  );
}
