/** One thing that somebody did: who, what, to which note, and putting it away. */
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { Check, Trash2, Undo2 } from "lucide-react";
import { Link, useNavigate } from "react-router";

import { deleteNotification, setArchived } from "../api/notifications";
import { type UserNotification, UserNotification_Status } from "../gen/later/memos/api/v1/user_service_pb";
import { complain } from "../hooks/complain";
import { useToday } from "../hooks/useToday";
import { useT } from "../i18n";
import { clockTime, completeTime, dayName } from "../lib/time";
import { paths } from "../paths";
import { IconButton } from "../ui/IconButton";
import { Avatar } from "./Avatar";

interface About {
  /** The note that was written. */
  readonly memo: string;
  readonly snippet: string;
  /** The note that it answers; empty where it stands alone. */
  readonly related: string;
  readonly relatedSnippet: string;
  readonly isMention: boolean;
}

function aboutOf({ payload }: UserNotification): About {
  if (payload.case === undefined) return { memo: "", snippet: "", related: "", relatedSnippet: "", isMention: false };
  const { memo, memoSnippet, relatedMemo, relatedMemoSnippet } = payload.value;
  return {
    memo,
    snippet: memoSnippet,
    related: relatedMemo,
    relatedSnippet: relatedMemoSnippet,
    isMention: payload.case === "memoMention",
  };
}

function When({ notification }: { readonly notification: UserNotification }) {
  const t = useT();
  const today = useToday();
  if (notification.createTime === undefined) return null;
  const date = timestampDate(notification.createTime);
  return (
    <time dateTime={date.toISOString()} title={completeTime(date)} className="text-xs text-muted tabular-nums">
      {t("common.timeOnDay", { day: dayName(date, today), time: clockTime(date) })}
    </time>
  );
}

export function NotificationCard({ notification }: { readonly notification: UserNotification }) {
  const t = useT();
  const navigate = useNavigate();
  const about = aboutOf(notification);
  const sender = notification.senderUser;
  const name = sender?.displayName || sender?.username || notification.sender.replace("users/", "");
  const isUnread = notification.status === UserNotification_Status.UNREAD;
  const setRead = (read: boolean) => void setArchived([notification], read).catch(complain);
  // A comment is read below the note it answers.
  const target = about.related || about.memo;
  const open = (): void => {
    if (isUnread) setRead(true);
    void navigate(paths.memo(target));
  };
  return (
    <article className="flex items-start gap-3 rounded-xl border border-line bg-raised p-4 data-unread:border-line-strong" data-unread={isUnread || undefined}>
      <Avatar name={name} url={sender?.avatarUrl ?? ""} size={36} />
      <div className="min-w-0 flex-1">
        <p className="text-sm">
          {isUnread && <span className="me-2 inline-block size-2 rounded-full bg-accent" role="img" aria-label={t("inbox.isUnread")} />}
          <Link to={paths.user(notification.sender)} className="font-medium hover:underline">
            {name}
          </Link>{" "}
          {t(about.isMention ? "inbox.mentioned" : "inbox.commented")}
        </p>
        {about.snippet !== "" && (
          <button type="button" dir="auto" onClick={open} className="mt-1 block w-full text-start text-sm text-pretty wrap-anywhere hover:underline">
            {about.snippet}
          </button>
        )}
        {about.relatedSnippet !== "" && (
          <p className="mt-1 border-s-2 border-line-strong ps-2 text-xs text-muted">
            <bdi className="block truncate">{about.relatedSnippet}</bdi>
          </p>
        )}
        <When notification={notification} />
      </div>
      <div className="flex shrink-0">
        {isUnread ? (
          <IconButton icon={Check} label={t("inbox.read")} onClick={() => setRead(true)} />
        ) : (
          <IconButton icon={Undo2} label={t("inbox.unreadAgain")} onClick={() => setRead(false)} />
        )}
        <IconButton
          icon={Trash2}
          label={t("common.delete")}
          onClick={() => void deleteNotification(notification.name).catch(complain)}
        />
      </div>
    </article>
  );
}
