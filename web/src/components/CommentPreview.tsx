/** The newest comments under a note, short, with the way to all of them. */
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { commentList } from "../api/comments";
import { allMemos } from "../api/pages";
import { usernameOf } from "../api/people";
import type { Memo } from "../gen/memos/api/v1/memo_service_pb";
import { useT } from "../i18n";
import { shortTime } from "../lib/time";
import { paths } from "../paths";
import { Failure } from "./Failure";

const most = 3;

export function CommentPreview({ memo }: { readonly memo: Memo }) {
  const t = useT();
  const list = useInfiniteQuery(commentList(memo.name));
  if (list.isPending) return <p className="px-1 text-xs text-muted">{t("common.loading")}</p>;
  if (list.data === undefined) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <div className="space-y-2 border-s-2 border-line ps-3 text-sm">
      {allMemos(list.data)
        .slice(0, most)
        .map((comment) => (
          <p key={comment.name}>
            <span className="flex items-baseline gap-2 text-xs text-muted">
              <bdi className="truncate font-medium text-ink">{usernameOf(comment.creator)}</bdi>
              {comment.createTime !== undefined && <span className="shrink-0">{shortTime(timestampDate(comment.createTime))}</span>}
            </span>
            <bdi className="line-clamp-2 wrap-anywhere">{comment.snippet}</bdi>
          </p>
        ))}
      <Link to={`${paths.memo(memo.name)}#comments`} className="inline-flex min-h-8 items-center text-xs text-accent hover:underline pointer-coarse:min-h-11">
        {t("memo.allComments")}
      </Link>
    </div>
  );
}
