/** Who is signed in, and how that begins and ends. */
import type { MessageInitShape } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { queryOptions } from "@tanstack/react-query";

import type { SignInRequestSchema } from "../gen/memos/api/v1/auth_service_pb";
import type { InstanceProfile } from "../gen/memos/api/v1/instance_service_pb";
import type { User } from "../gen/memos/api/v1/user_service_pb";
import { cache } from "./cache";
import { accessOf, auth, authentication, memos, session } from "./client";
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
  queryFn: async (): Promise<InstanceProfile> => (await import("./laterClients")).instance.getInstanceProfile({}),
  // Whether there is an account yet is asked each time.
  staleTime: 0,
});

async function showsPublicNotes(): Promise<boolean> {
  try {
    await memos.listMemos({ pageSize: 1 });
    return true;
  } catch (error) {
    if (isCode(error, Code.Unauthenticated)) return false;
    throw error;
  }
}

/** Whether visitors may read what is public on this server. */
export const openness = queryOptions({ queryKey: ["openness"], queryFn: showsPublicNotes, staleTime: 300_000 });

/** The providers at the door, where whatever is known of a user is dropped. */
export const providersKey = ["identity-providers"] as const;

/** Drop whatever the cache knows of a user. */
export function forgetOthers(): void {
  const kept = [currentUser.queryKey[0], instanceProfile.queryKey[0], providersKey[0]];
  cache.removeQueries({ predicate: ({ queryKey: [first] }) => !kept.some((key) => key === first) });
}

/** Open a session with whatever proves who somebody is. */
export async function beginSession(
  credentials: NonNullable<MessageInitShape<typeof SignInRequestSchema>["credentials"]>,
): Promise<void> {
  const answer = await authentication.signIn({ credentials });
  session.begin(accessOf(answer.accessToken, answer.accessTokenExpiresAt));
  forgetOthers();
  cache.setQueryData(currentUser.queryKey, answer.user ?? null);
}

export async function signIn(username: string, password: string): Promise<void> {
  await beginSession({ case: "passwordCredentials", value: { username, password } });
}

/** Create an account and use it; the first one of a server becomes its administrator. */
export async function signUp(username: string, password: string): Promise<void> {
  const { accounts } = await import("./laterClients");
  await accounts.createUser({ user: { username, password } });
  await signIn(username, password);
  void cache.invalidateQueries({ queryKey: instanceProfile.queryKey });
}

export async function signOut(): Promise<void> {
  await auth.signOut({});
  session.end("wanted");
}
