/** Which identity providers vouch for a user. */
import { queryOptions } from "@tanstack/react-query";

import type { LinkedIdentity } from "../../gen/later/memos/api/v1/user_service_pb";
import { cache } from "../cache";
import { accounts } from "../laterClients";

export function linkedIdentities(user: string) {
  return queryOptions({
    queryKey: ["linked-identities", user],
    queryFn: async ({ signal }): Promise<LinkedIdentity[]> =>
      (await accounts.listLinkedIdentities({ parent: user }, { signal })).linkedIdentities,
  });
}

export async function unlinkIdentity(user: string, name: string): Promise<void> {
  await accounts.deleteLinkedIdentity({ name });
  await cache.invalidateQueries({ queryKey: linkedIdentities(user).queryKey });
}
