/** What others did that concerns the user. */
import { infiniteQueryOptions } from "@tanstack/react-query";

import {
  type ListUserNotificationsResponse,
  type UserNotification,
  UserNotification_Status,
} from "../gen/later/memos/api/v1/user_service_pb";
import { cache } from "./cache";
import { accounts } from "./laterClients";
import { overviewKey } from "./overview";

const inboxKey = ["notifications"] as const;

/** All of them, the newest first; the server knows no other order and no filter. */
export function notifications(user: string) {
  return infiniteQueryOptions({
    queryKey: [...inboxKey, user],
    queryFn: ({ pageParam, signal }): Promise<ListUserNotificationsResponse> =>
      accounts.listUserNotifications({ parent: user, pageSize: 100, pageToken: pageParam }, { signal }),
    initialPageParam: "",
    getNextPageParam: (page: ListUserNotificationsResponse) => (page.nextPageToken === "" ? null : page.nextPageToken),
    staleTime: 0,
  });
}

async function changed(): Promise<void> {
  await cache.invalidateQueries({ queryKey: inboxKey });
  await cache.invalidateQueries({ queryKey: overviewKey });
}

/** Put notifications away, or back among the unread ones. */
export async function setArchived(list: readonly UserNotification[], archived: boolean): Promise<void> {
  const status = archived ? UserNotification_Status.ARCHIVED : UserNotification_Status.UNREAD;
  try {
    for (const { name } of list) {
      // One after the other: each is a write, and a failure leaves the rest as it is.
      // oxlint-disable-next-line no-await-in-loop
      await accounts.updateUserNotification({ notification: { name, status }, updateMask: { paths: ["status"] } });
    }
  } finally {
    await changed();
  }
}

export async function deleteNotification(name: string): Promise<void> {
  await accounts.deleteUserNotification({ name });
  await changed();
}
