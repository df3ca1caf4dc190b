/** What the instance and the user decided about notes: reactions, editing by double click, how tags look. */
import { queryOptions } from "@tanstack/react-query";

import type { Color } from "../gen/google/type/color_pb";
import type { InstanceSetting_MemoRelatedSetting } from "../gen/memos/api/v1/instance_service_pb";
import type { TagRule, TagRules } from "../lib/tagRules";
import { users } from "./client";

const seldom = 300_000;

/** The client for settings comes after the first note. */
async function instanceSetting(key: string) {
  const { instance } = await import("./laterClients");
  return instance.getInstanceSetting({ name: `instance/settings/${key}` });
}

export const memoSettings = queryOptions({
  queryKey: ["settings", "memos"],
  queryFn: async (): Promise<InstanceSetting_MemoRelatedSetting | null> => {
    const { value } = await instanceSetting("MEMO_RELATED");
    return value.case === "memoRelatedSetting" ? value.value : null;
  },
  staleTime: seldom,
});

interface Look {
  readonly backgroundColor?: Color | undefined;
  readonly blurContent: boolean;
}

function rulesOf(looks: Readonly<Record<string, Look>>): [string, TagRule][] {
  return Object.entries(looks).map(([pattern, { backgroundColor, blurContent }]) => [
    pattern,
    { color: backgroundColor ?? null, isBlurred: blurContent },
  ]);
}

async function instanceRules(): Promise<[string, TagRule][]> {
  const { value } = await instanceSetting("TAGS");
  return value.case === "tagsSetting" ? rulesOf(value.value.tags) : [];
}

async function ownRules(user: string): Promise<[string, TagRule][]> {
  const { value } = await users.getUserSetting({ name: `${user}/settings/TAGS` });
  return value.case === "tagsSetting" ? rulesOf(value.value.tags) : [];
}

export const tagRulesKey = ["settings", "tags"] as const;

/** The user's own rules before those of the instance. */
export function tagRules(user: string) {
  return queryOptions({
    queryKey: [...tagRulesKey, user],
    queryFn: async (): Promise<TagRules> => {
      const [theirs, ours] = await Promise.all([instanceRules(), ownRules(user)]);
      return new Map([...ours, ...theirs.filter(([pattern]) => !ours.some(([known]) => known === pattern))]);
    },
    staleTime: seldom,
  });
}
