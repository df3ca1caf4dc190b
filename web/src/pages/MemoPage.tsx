/** One note on its own, under the address that is shared. */
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { Link, useNavigate, useParams } from "react-router";

import { oneMemo } from "../api/memos";
import { Failure } from "../components/Failure";
import { MemoCard } from "../components/MemoCard";
import { useTitle } from "../hooks/useTitle";
import { useUser } from "../hooks/useUser";
import { paths } from "../paths";
import { Skeleton } from "../ui/Skeleton";

export function MemoPage() {
  const { uid = "" } = useParams();
  const user = useUser();
  const navigate = useNavigate();
  const memo = useQuery(oneMemo(`memos/${uid}`));
  useTitle(memo.data?.property?.title || memo.data?.snippet || "Note");
  return (
    <div className="space-y-3">
      <Link
        to={paths.notes()}
        className="inline-flex min-h-9 items-center gap-1.5 rounded-lg px-1 text-sm text-muted hover:text-ink pointer-coarse:min-h-11"
      >
        <ArrowLeft aria-hidden size={16} strokeWidth={1.75} />
        Notes
      </Link>
      {memo.isPending && <Skeleton />}
      {memo.isError && memo.data === undefined && <Failure error={memo.error} onRetry={() => void memo.refetch()} />}
      {memo.data !== undefined && (
        <MemoCard memo={memo.data} isOwn={memo.data.creator === user.name} withDay whole onGone={() => void navigate(paths.notes())} />
      )}
    </div>
  );
}
