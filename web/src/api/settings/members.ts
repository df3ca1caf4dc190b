/** Everybody's accounts, for administrators. */
import { create } from "@bufbuild/protobuf";
import { infiniteQueryOptions } from "@tanstack/react-query";

import { State } from "../../gen/memos/api/v1/common_pb";
import { type ListUsersResponse, type User, User_Role, UserSchema } from "../../gen/later/memos/api/v1/user_service_pb";
import { cache } from "../cache";
import { accounts } from "../laterClients";

export const members = infiniteQueryOptions({
  queryKey: ["members"],
  queryFn: ({ pageParam, signal }): Promise<ListUsersResponse> =>
    accounts.listUsers({ pageSize: 100, pageToken: pageParam, showDeleted: true }, { signal }),
  initialPageParam: "",
  getNextPageParam: (page: ListUsersResponse) => (page.nextPageToken === "" ? null : page.nextPageToken),
});

export type MemberDraft = Pick<User, "username" | "displayName" | "email" | "role" | "password">;

function changed(): Promise<void> {
  return cache.invalidateQueries({ queryKey: members.queryKey });
}

export async function createMember(draft: MemberDraft): Promise<void> {
  await accounts.createUser({ user: create(UserSchema, draft) });
  await changed();
}

type MemberChange = Partial<Pick<User, keyof MemberDraft | "state">>;

async function update(user: User, change: MemberChange, paths: string[]): Promise<void> {
  await accounts.updateUser({ user: create(UserSchema, { name: user.name, ...change }), updateMask: { paths } });
  await changed();
}

/** Change what a draft says; an empty password stays as it is. */
export async function changeMember(user: User, draft: MemberDraft): Promise<void> {
  const named = { username: "username", displayName: "display_name", email: "email", role: "role" } as const;
  const paths = [
    ...(draft.username === user.username ? [] : [named.username]),
    ...(draft.displayName === user.displayName ? [] : [named.displayName]),
    ...(draft.email === user.email ? [] : [named.email]),
    ...(draft.role === user.role ? [] : [named.role]),
    ...(draft.password === "" ? [] : ["password"]),
  ];
  if (paths.length > 0) await update(user, draft, paths);
}

export function isArchived(user: User): boolean {
  return user.state === State.ARCHIVED;
}

export async function archiveMember(user: User, archived: boolean): Promise<void> {
  await update(user, { state: archived ? State.ARCHIVED : State.NORMAL }, ["state"]);
}

export async function deleteMember(user: User): Promise<void> {
  await accounts.deleteUser({ name: user.name });
  await changed();
}

export function isAdmin(user: User): boolean {
  return user.role === User_Role.ADMIN;
}
