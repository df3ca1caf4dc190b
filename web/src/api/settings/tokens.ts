/** Tokens for scripts and apps. */
import { queryOptions } from "@tanstack/react-query";

import type { PersonalAccessToken } from "../../gen/later/memos/api/v1/user_service_pb";
import { cache } from "../cache";
import { accounts } from "../laterClients";

export function accessTokens(user: string) {
  return queryOptions({
    queryKey: ["access-tokens", user],
    queryFn: async ({ signal }): Promise<PersonalAccessToken[]> =>
      (await accounts.listPersonalAccessTokens({ parent: user }, { signal })).personalAccessTokens,
  });
}

/** Make a token and return it: it is told only now. Zero days never end. */
export async function createAccessToken(user: string, description: string, expiresInDays: number): Promise<string> {
  const { token } = await accounts.createPersonalAccessToken({ parent: user, description, expiresInDays });
  await cache.invalidateQueries({ queryKey: accessTokens(user).queryKey });
  return token;
}

export async function revokeAccessToken(user: string, name: string): Promise<void> {
  await accounts.deletePersonalAccessToken({ name });
  await cache.invalidateQueries({ queryKey: accessTokens(user).queryKey });
}
