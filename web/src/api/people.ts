/** Accounts by name, asked for together: a page of notes may name many people. */
import { queryOptions } from "@tanstack/react-query";

import type { User } from "../gen/later/memos/api/v1/user_service_pb";
import { gatherer } from "../lib/gather";

const most = 100;

const load = gatherer<string, User | null>(
  async (usernames) => {
    const { accounts } = await import("./laterClients");
    const { users: found } = await accounts.batchGetUsers({ usernames: [...usernames] });
    const byName = new Map(found.map((user) => [user.username.toLowerCase(), user]));
    return usernames.map((name) => ({ status: "fulfilled", value: byName.get(name) ?? null }));
  },
  { most, wait: 10 },
);

/** Who has this user name; null when nobody does. */
export function person(username: string) {
  const name = username.toLowerCase();
  return queryOptions({
    queryKey: ["people", name],
    queryFn: (): Promise<User | null> => load(name),
    staleTime: 300_000,
  });
}

/** The user name of `users/{username}`. */
export function usernameOf(name: string): string {
  return name.slice(name.indexOf("/") + 1);
}
