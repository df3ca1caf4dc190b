/** What a user prefers on every device: theme and language. */
import { create } from "@bufbuild/protobuf";
import { queryOptions } from "@tanstack/react-query";

import { type UserSetting_GeneralSetting, UserSetting_GeneralSettingSchema, UserSettingSchema } from "../gen/memos/api/v1/user_service_pb";
import { cache } from "./cache";
import { users } from "./client";

export type General = Pick<UserSetting_GeneralSetting, "locale" | "theme" | "memoVisibility">;

function nameOf(user: string): string {
  return `${user}/settings/GENERAL`;
}

/** `user` is a resource name, `users/{username}`. */
export function generalSetting(user: string) {
  return queryOptions({
    queryKey: ["preferences", user],
    queryFn: async ({ signal }): Promise<General> => {
      const { value } = await users.getUserSetting({ name: nameOf(user) }, { signal });
      return value.case === "generalSetting" ? value.value : create(UserSetting_GeneralSettingSchema);
    },
    staleTime: 300_000,
  });
}

const maskOf: Readonly<Record<keyof General, string>> = {
  locale: "locale",
  theme: "theme",
  memoVisibility: "memo_visibility",
};

function isPart(field: string): field is keyof General {
  return field in maskOf;
}

export async function saveGeneral(user: string, change: Partial<General>): Promise<void> {
  const value = create(UserSetting_GeneralSettingSchema, change);
  const paths = Object.keys(change).filter(isPart).map((field) => maskOf[field]);
  const setting = create(UserSettingSchema, { name: nameOf(user), value: { case: "generalSetting", value } });
  const saved = await users.updateUserSetting({ setting, updateMask: { paths } });
  if (saved.value.case === "generalSetting") cache.setQueryData(generalSetting(user).queryKey, saved.value.value);
}
