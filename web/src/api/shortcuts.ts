/** Searches that the user saved under a name. */
import { createClient } from "@connectrpc/connect";
import { queryOptions } from "@tanstack/react-query";

import { type Shortcut, ShortcutService } from "../gen/memos/api/v1/shortcut_service_pb";
import { cache } from "./cache";
import { transport } from "./client";

const client = createClient(ShortcutService, transport);

export function shortcuts(user: string) {
  return queryOptions({
    queryKey: ["shortcuts", user],
    queryFn: async ({ signal }): Promise<Shortcut[]> =>
      (await client.listShortcuts({ parent: user }, { signal })).shortcuts,
  });
}

export type ShortcutDraft = Pick<Shortcut, "title" | "filter">;

function changed(user: string): Promise<void> {
  return cache.invalidateQueries({ queryKey: shortcuts(user).queryKey });
}

export async function createShortcut(user: string, draft: ShortcutDraft): Promise<void> {
  await client.createShortcut({ parent: user, shortcut: draft });
  await changed(user);
}

/** Let the server judge a filter without saving it; it says what is wrong with it, and where. */
export async function judgeFilter(user: string, filter: string): Promise<void> {
  await client.createShortcut({ parent: user, shortcut: { title: "-", filter }, validateOnly: true });
}

export async function changeShortcut(user: string, name: string, { title, filter }: ShortcutDraft): Promise<void> {
  await client.updateShortcut({ shortcut: { name, title, filter }, updateMask: { paths: ["title", "filter"] } });
  await changed(user);
}

export async function deleteShortcut(user: string, name: string): Promise<void> {
  await client.deleteShortcut({ name });
  await changed(user);
}
