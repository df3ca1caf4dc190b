/** What people change about their own account. */
import { create } from "@bufbuild/protobuf";

import { type User, UserSchema } from "../../gen/later/memos/api/v1/user_service_pb";
import { currentUser } from "../account";
import { cache } from "../cache";
import { session } from "../client";
import { accounts } from "../laterClients";

export type AccountChange = Partial<
  Pick<User, "username" | "displayName" | "email" | "description" | "avatarUrl" | "password">
>;

const maskOf: Readonly<Record<keyof AccountChange, string>> = {
  username: "username",
  displayName: "display_name",
  email: "email",
  description: "description",
  avatarUrl: "avatar_url",
  password: "password",
};

function isChange(field: string): field is keyof AccountChange {
  return field in maskOf;
}

/** The mask of what a change names. */
export function accountMask(change: AccountChange): string[] {
  return Object.keys(change)
    .filter(isChange)
    .map((field) => maskOf[field]);
}

/** Change one's own account; pages show the new one at once. */
export async function changeAccount(user: User, change: AccountChange): Promise<void> {
  const updated = await accounts.updateUser({
    user: create(UserSchema, { name: user.name, ...change }),
    updateMask: { paths: accountMask(change) },
  });
  cache.setQueryData(currentUser.queryKey, updated);
  // A new name is in every resource that belongs to the user.
  if (updated.name !== user.name) await cache.invalidateQueries();
}

/** Delete one's own account with everything in it. */
export async function deleteAccount(user: User): Promise<void> {
  await accounts.deleteUser({ name: user.name });
  session.end("wanted");
}
