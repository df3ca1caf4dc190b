/** Where a user is signed in. */
import { createClient } from "@connectrpc/connect";
import { queryOptions } from "@tanstack/react-query";

import { type Session, SessionService } from "../../gen/appliance/v1/session_service_pb";
import { cache } from "../cache";
import { transport } from "../client";

const client = createClient(SessionService, transport);

/** `user` is a resource name, `users/{username}`. */
export function sessions(user: string) {
  return queryOptions({
    queryKey: ["sessions", user],
    queryFn: async ({ signal }): Promise<Session[]> => (await client.listSessions({ parent: user }, { signal })).sessions,
    staleTime: 0,
  });
}

export async function endSession(user: string, name: string): Promise<void> {
  await client.endSession({ name });
  await cache.invalidateQueries({ queryKey: sessions(user).queryKey });
}

/** End all sessions but this one; return how many there were. */
export async function endOtherSessions(user: string): Promise<number> {
  const { endedCount } = await client.endOtherSessions({ parent: user });
  await cache.invalidateQueries({ queryKey: sessions(user).queryKey });
  return endedCount;
}
