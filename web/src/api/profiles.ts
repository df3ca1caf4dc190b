/** Accounts as others see them. */
import { queryOptions } from "@tanstack/react-query";

import type { Overview } from "../gen/appliance/v1/overview_service_pb";
import type { User } from "../gen/later/memos/api/v1/user_service_pb";
import { overview } from "./client";
import { accounts } from "./laterClients";

/** `name` is a resource name, `users/{username}`. */
export function profile(name: string) {
  return queryOptions({
    queryKey: ["profile", name],
    queryFn: ({ signal }): Promise<User> => accounts.getUser({ name }, { signal }),
  });
}

/** What the viewer may see of somebody's notes, in numbers. */
export function profileOverview(name: string) {
  return queryOptions({
    queryKey: ["overview", name],
    queryFn: ({ signal }): Promise<Overview> => overview.getOverview({ parent: name }, { signal }),
  });
}
