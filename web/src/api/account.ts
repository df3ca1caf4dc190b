/** Who is signed in, and how that begins and ends. */
import { Code } from "@connectrpc/connect";
import { queryOptions } from "@tanstack/react-query";

import type { InstanceProfile } from "../gen/memos/api/v1/instance_service_pb";
import type { User } from "../gen/memos/api/v1/user_service_pb";
import { cache } from "./cache";
import { accessOf, auth, authentication, instance, session, users } from "./client";
import { isCode } from "./errors";

async function whoAmI(): Promise<User | null> {
  if (!session.mayExist) return null;
  try {
    return (await auth.getCurrentUser({})).user ?? null;
  } catch (error) {
    if (isCode(error, Code.Unauthenticated)) return null;
    throw error;
  }
}

export const currentUser = queryOptions({ queryKey: ["user"], queryFn: whoAmI, staleTime: Infinity });

export const instanceProfile = queryOptions({
  queryKey: ["instance"],
  queryFn: (): Promise<InstanceProfile> => instance.getInstanceProfile({}),
  // Whether there is an account yet is asked each time.
  staleTime: 0,
});

/** Drop whatever the cache knows of a user. */
export function forgetOthers(): void {
  const kept = [currentUser.queryKey[0], instanceProfile.queryKey[0]];
  cache.removeQueries({ predicate: ({ queryKey: [first] }) => !kept.some((key) => key === first) });
}

export async function signIn(username: string, password: string): Promise<void> {
  const answer = await authentication.signIn({
    credentials: { case: "passwordCredentials", value: { username, password } },
  });
  session.begin(accessOf(answer.accessToken, answer.accessTokenExpiresAt));
  forgetOthers();
  cache.setQueryData(currentUser.queryKey, answer.user ?? null);
}

/** Create an account and use it; the first one of a server becomes its administrator. */
export async function signUp(username: string, password: string): Promise<void> {
  await users.createUser({ user: { username, password } });
  await signIn(username, password);
  void cache.invalidateQueries({ queryKey: instanceProfile.queryKey });
}

export async function signOut(): Promise<void> {
  await auth.signOut({});
  session.end("wanted");
}
