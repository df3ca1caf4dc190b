/** One note on its own, under the address that is shared, with all that belongs to it. */
import { Code } from "@connectrpc/connect";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, FileQuestion } from "lucide-react";
import { useEffect } from "react";
import { Link, useLocation, useNavigate, useParams } from "react-router";

import { isCode } from "../api/errors";
import { isComment, oneMemo } from "../api/memos";
import { anchors } from "../components/CardBody";
import { Failure } from "../components/Failure";
import { MemoCard } from "../components/MemoCard";
import { Comments } from "../components/note/Comments";
import { Neighbours } from "../components/note/Neighbours";
import { Outline } from "../components/note/Outline";
import { Parent } from "../components/note/Parent";
import { PictureButton } from "../components/note/PictureButton";
import { Properties } from "../components/note/Properties";
import { Relations } from "../components/note/Relations";
import { Shares } from "../components/note/Shares";
import { RightPanel } from "../components/RightPanel";
import type { Memo } from "../gen/memos/api/v1/memo_service_pb";
import { useMemoActions } from "../hooks/useMemoActions";
import { useSliced } from "../hooks/useSliced";
import { useSpareTime } from "../hooks/useSpareTime";
import { useTitle } from "../hooks/useTitle";
import { useViewer } from "../hooks/useUser";
import { useT } from "../i18n";
import { anchorId } from "../markdown/inline";
import { paths } from "../paths";
import { Notice } from "../ui/Notice";
import { Skeleton } from "../ui/Skeleton";

/** Go to the heading or the part of the page that the address names, once it is there. */
function useFragment(isThere: boolean): void {
  const { hash } = useLocation();
  useEffect(() => {
    if (!isThere || hash === "") return undefined;
    const name = decodeURIComponent(hash.slice(1));
    const frame = requestAnimationFrame(() => {
      const target = document.getElementById(anchorId(anchors, name)) ?? document.getElementById(name);
      target?.scrollIntoView({ block: "start" });
    });
    return () => cancelAnimationFrame(frame);
  }, [hash, isThere]);
}

/** After the note itself. */
function Around({ memo, isOwn }: { readonly memo: Memo; readonly isOwn: boolean }) {
  const actions = useMemoActions(memo);
  const isDue = useSpareTime();
  if (!isDue) return null;
  return (
    <div className="space-y-6">
      <Outline text={memo.content} prefix={anchors} />
      <Properties memo={memo} isOwn={isOwn} actions={actions} />
      <Relations memo={memo} />
      {isOwn && !isComment(memo) && <Shares memo={memo} />}
      <PictureButton name={memo.name} />
    </div>
  );
}

export function MemoPage() {
  const t = useT();
  const { uid = "" } = useParams();
  const viewer = useViewer();
  const navigate = useNavigate();
  const { data: memo, error, isPending, refetch } = useQuery(oneMemo(`memos/${uid}`));
  const isDrawn = useSliced(memo?.name);
  const isOwn = memo !== undefined && memo.creator === viewer?.name;
  const isMissing = isCode(error, Code.NotFound) || isCode(error, Code.PermissionDenied);
  useTitle(memo?.property?.title || memo?.snippet || t("memo.title"));
  useFragment(memo !== undefined && isDrawn);
  return (
    <div className="space-y-3">
      <h1 className="sr-only">{memo?.property?.title || t("memo.title")}</h1>
      <Link
        to={viewer === null ? paths.explore() : paths.notes()}
        className="inline-flex min-h-9 items-center gap-1.5 rounded-lg px-1 text-sm text-muted hover:text-ink pointer-coarse:min-h-11"
      >
        <ArrowLeft aria-hidden size={16} strokeWidth={1.75} className="rtl:-scale-x-100" />
        {t(viewer === null ? "shell.explore" : "shell.notes")}
      </Link>
      {(isPending || !isDrawn) && <Skeleton />}
      {memo === undefined && isMissing && (
        <Notice icon={FileQuestion} title={t("shell.notFound")}>
          {t("memo.page.gone")}
        </Notice>
      )}
      {memo === undefined && error !== null && !isMissing && <Failure error={error} onRetry={() => void refetch()} />}
      {memo !== undefined && isDrawn && (
        <>
          {isComment(memo) && <Parent name={memo.parent ?? ""} />}
          <MemoCard memo={memo} isOwn={isOwn} withDay whole onGone={() => void navigate(paths.notes())} />
          {!isComment(memo) && <Comments memo={memo} />}
          {isOwn && !isComment(memo) && <Neighbours memo={memo} />}
        </>
      )}
      {!isMissing && (
        <RightPanel>
          {/* Its room is kept from the start: the column must not move when it comes. */}
          <div className="h-px" />
          {memo !== undefined && isDrawn && <Around memo={memo} isOwn={isOwn} />}
        </RightPanel>
      )}
    </div>
  );
}
