/** What was said about a note, the newest first, and a place to say something. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { lazy, useDeferredValue } from "react";

import { commentList } from "../../api/comments";
import { allMemos } from "../../api/pages";
import { State } from "../../gen/memos/api/v1/common_pb";
import type { Memo } from "../../gen/memos/api/v1/memo_service_pb";
import { useGradually } from "../../hooks/useGradually";
import { useViewer } from "../../hooks/useUser";
import { useT } from "../../i18n";
import { Button } from "../../ui/Button";
import { Lazily } from "../../ui/Lazily";
import { Skeleton } from "../../ui/Skeleton";
import { Failure } from "../Failure";
import { MemoCard } from "../MemoCard";

const CommentForm = lazy(async () => ({ default: (await import("./CommentForm")).CommentForm }));

export const commentsId = "comments";

/** Short as they are, each is a card: so many at once. */
const growth = { first: 3, step: 3 } as const;

export function Comments({ memo }: { readonly memo: Memo }) {
  const t = useT();
  const viewer = useViewer();
  const list = useInfiniteQuery(commentList(memo.name));
  const comments = allMemos(useDeferredValue(list.data));
  const count = useGradually(comments.length, growth);
  return (
    <section id={commentsId} aria-label={t("comments.title")} className="scroll-mt-20 space-y-3">
      <h2 className="px-1 pt-2 text-sm font-semibold">{t("comments.title")}</h2>
      {viewer !== null && memo.state === State.NORMAL && (
        <Lazily fallback={<div className="h-32 rounded-xl border border-line bg-raised" />}>
          <CommentForm memo={memo} creator={viewer.name} />
        </Lazily>
      )}
      {list.isPending && <Skeleton />}
      {list.isError && list.data === undefined && <Failure error={list.error} onRetry={() => void list.refetch()} />}
      {list.data !== undefined && allMemos(list.data).length === 0 && <p className="px-1 text-sm text-muted">{t("comments.empty")}</p>}
      {comments.slice(0, count).map((comment) => (
        <MemoCard key={comment.name} memo={comment} isOwn={comment.creator === viewer?.name} withDay />
      ))}
      {list.hasNextPage && count === comments.length && (
        <Button onClick={() => void list.fetchNextPage()} disabled={list.isFetchingNextPage}>
          {t("comments.more")}
        </Button>
      )}
    </section>
  );
}
