/** What others did that concerns the user: unread, put away, or all of it. */
import { type InfiniteData, useInfiniteQuery } from "@tanstack/react-query";
import { CheckCheck, Inbox } from "lucide-react";
import { useSearchParams } from "react-router";

import { notifications, setArchived } from "../api/notifications";
import { Failure } from "../components/Failure";
import { NotificationCard } from "../components/NotificationCard";
import {
  type ListUserNotificationsResponse,
  type UserNotification,
  UserNotification_Status,
} from "../gen/later/memos/api/v1/user_service_pb";
import { complain } from "../hooks/complain";
import { useTitle } from "../hooks/useTitle";
import { useUser } from "../hooks/useUser";
import { type Key, useT } from "../i18n";
import { paths } from "../paths";
import { Button } from "../ui/Button";
import { Notice } from "../ui/Notice";
import { PageTitle } from "../ui/PageTitle";
import { Skeleton } from "../ui/Skeleton";
import { Tabs } from "../ui/Tabs";

const shelves = ["unread", "archived", "all"] as const;
type Shelf = (typeof shelves)[number];
const labels: Readonly<Record<Shelf, Key>> = { unread: "inbox.unread", archived: "inbox.archived", all: "inbox.all" };

function shelfOf(parameters: URLSearchParams): Shelf {
  return shelves.find((shelf) => shelf === parameters.get("show")) ?? "unread";
}

function on(shelf: Shelf, data: InfiniteData<ListUserNotificationsResponse> | undefined): readonly UserNotification[] {
  const all = data?.pages.flatMap((page) => page.notifications) ?? [];
  if (shelf === "all") return all;
  const wanted = shelf === "unread" ? UserNotification_Status.UNREAD : UserNotification_Status.ARCHIVED;
  return all.filter(({ status }) => status === wanted);
}

export function InboxPage() {
  const t = useT();
  const user = useUser();
  const [parameters] = useSearchParams();
  const shelf = shelfOf(parameters);
  const list = useInfiniteQuery(notifications(user.name));
  useTitle(t("inbox.title"));
  const shown = on(shelf, list.data);
  const unread = shown.filter(({ status }) => status === UserNotification_Status.UNREAD);
  return (
    <div className="space-y-4">
      <PageTitle title={t("inbox.title")}>{t("inbox.lead")}</PageTitle>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Tabs
          label={t("inbox.title")}
          tabs={shelves.map((one) => ({ to: paths.inbox(one), label: t(labels[one]), isOpen: one === shelf }))}
        />
        {unread.length > 0 && (
          <Button kind="quiet" onClick={() => void setArchived(unread, true).catch(complain)}>
            <CheckCheck aria-hidden size={16} strokeWidth={1.75} />
            {t("inbox.allRead")}
          </Button>
        )}
      </div>
      {list.isPending && <Skeleton />}
      {list.isError && list.data === undefined && <Failure error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && shown.length === 0 && !list.hasNextPage && (
        <Notice icon={Inbox} title={t(shelf === "unread" ? "inbox.emptyTitle" : "inbox.emptyShelf")}>
          {t("inbox.emptyHint")}
        </Notice>
      )}
      {shown.length > 0 && (
        <ul aria-label={t("inbox.title")} className="space-y-3">
          {shown.map((notification) => (
            <li key={notification.name}>
              <NotificationCard notification={notification} />
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t("common.showMore")}
        </Button>
      )}
    </div>
  );
}
