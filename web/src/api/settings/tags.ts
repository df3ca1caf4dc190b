/** Colours of a user's tags, and which notes stay hidden until somebody looks. */
import { create } from "@bufbuild/protobuf";
import { queryOptions } from "@tanstack/react-query";

import { type UserSetting_TagsSetting, UserSetting_TagsSettingSchema } from "../../gen/memos/api/v1/user_service_pb";
import { cache } from "../cache";
import { users } from "../client";

export function tagSettings(user: string) {
  return queryOptions({
    queryKey: ["tag-settings", user],
    queryFn: async ({ signal }): Promise<UserSetting_TagsSetting> => {
      const { value } = await users.getUserSetting({ name: `${user}/settings/TAGS` }, { signal });
      return value.case === "tagsSetting" ? value.value : create(UserSetting_TagsSettingSchema);
    },
  });
}

export async function changeTagSettings(user: string, tags: UserSetting_TagsSetting["tags"]): Promise<void> {
  const { value } = await users.updateUserSetting({
    setting: { name: `${user}/settings/TAGS`, value: { case: "tagsSetting", value: { tags } } },
    updateMask: { paths: ["tags"] },
  });
  if (value.case === "tagsSetting") cache.setQueryData(tagSettings(user).queryKey, value.value);
}
