/** What others made of a note: reactions, and comments with the newest few of them. */
import { MessageCircle } from "lucide-react";
import { lazy, useState } from "react";
import { Link } from "react-router";

import { commentCount } from "../api/comments";
import { isComment } from "../api/memos";
import type { Memo } from "../gen/memos/api/v1/memo_service_pb";
import { useViewer } from "../hooks/useUser";
import { useT } from "../i18n";
import { cx } from "../lib/cx";
import { paths } from "../paths";
import { Lazily } from "../ui/Lazily";
import { AddReaction, Reactions } from "./Reactions";

const CommentPreview = lazy(async () => ({ default: (await import("./CommentPreview")).CommentPreview }));

interface CardFootProps {
  readonly memo: Memo;
  /** The note stands on its own page, with all its comments below. */
  readonly whole: boolean;
}

const button =
  "inline-flex min-h-8 items-center gap-1.5 rounded-lg px-2 text-xs text-muted hover:bg-sunken hover:text-ink pointer-coarse:min-h-11";

export function CardFoot({ memo, whole }: CardFootProps) {
  const t = useT();
  const user = useViewer();
  const [showsComments, setShowsComments] = useState(false);
  const count = commentCount(memo);
  const comments = t("memo.comments", { count });
  const icon = <MessageCircle aria-hidden size={16} strokeWidth={1.75} />;
  const isBare = memo.reactions.length === 0 && count === 0;
  const canComment = !whole && !isComment(memo);
  if (user === null && isBare) return null;
  return (
    <footer className={cx("space-y-2 px-3 pb-2 sm:px-4", isBare && "in-data-[layout=compact]:hidden")}>
      <div className="flex flex-wrap items-center gap-1">
        <Reactions memo={memo} />
        {user !== null && <AddReaction memo={memo} user={user.name} />}
        {canComment && count === 0 && user !== null && (
          <Link to={`${paths.memo(memo.name)}#comments`} className={button}>
            {icon}
            {comments}
          </Link>
        )}
        {canComment && count > 0 && (
          <button type="button" aria-expanded={showsComments} onClick={() => setShowsComments(!showsComments)} className={button}>
            {icon}
            {comments}
          </button>
        )}
      </div>
      {showsComments && (
        <Lazily>
          <CommentPreview memo={memo} />
        </Lazily>
      )}
    </footer>
  );
}
