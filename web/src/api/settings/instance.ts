/** What administrators choose for everybody. */
import { create, type MessageInitShape, type MessageShape } from "@bufbuild/protobuf";
import { createClient } from "@connectrpc/connect";
import { queryOptions } from "@tanstack/react-query";

import { type Access, AccessService } from "../../gen/appliance/v1/access_service_pb";
import {
  type InstanceSetting,
  InstanceSetting_AISettingSchema,
  InstanceSetting_GeneralSettingSchema,
  InstanceSetting_MemoRelatedSettingSchema,
  InstanceSetting_NotificationSetting_EmailSettingSchema,
  InstanceSetting_NotificationSettingSchema,
  InstanceSetting_StorageSettingSchema,
  InstanceSettingSchema,
} from "../../gen/memos/api/v1/instance_service_pb";
import { cache } from "../cache";
import { transport } from "../client";
import { instance } from "../laterClients";

const accessClient = createClient(AccessService, transport);

const empty = {
  generalSetting: InstanceSetting_GeneralSettingSchema,
  memoRelatedSetting: InstanceSetting_MemoRelatedSettingSchema,
  storageSetting: InstanceSetting_StorageSettingSchema,
  notificationSetting: InstanceSetting_NotificationSettingSchema,
  aiSetting: InstanceSetting_AISettingSchema,
} as const;

const keys = {
  generalSetting: "GENERAL",
  memoRelatedSetting: "MEMO_RELATED",
  storageSetting: "STORAGE",
  notificationSetting: "NOTIFICATION",
  aiSetting: "AI",
} as const;

export type SettingCase = keyof typeof keys;
type Values = { [Case in SettingCase]: MessageShape<(typeof empty)[Case]> };

/** How each setting is found in an answer. */
const found: { readonly [Case in SettingCase]: (setting: InstanceSetting) => Values[Case] | undefined } = {
  generalSetting: ({ value }) => (value.case === "generalSetting" ? value.value : undefined),
  memoRelatedSetting: ({ value }) => (value.case === "memoRelatedSetting" ? value.value : undefined),
  storageSetting: ({ value }) => (value.case === "storageSetting" ? value.value : undefined),
  notificationSetting: ({ value }) => (value.case === "notificationSetting" ? value.value : undefined),
  aiSetting: ({ value }) => (value.case === "aiSetting" ? value.value : undefined),
};

const settingsKey = ["instance-settings"] as const;

function valueOf<Case extends SettingCase>(setting: InstanceSetting, wanted: Case): Values[Case] {
  const value = found[wanted](setting);
  if (value === undefined) throw new Error(`the server answered ${setting.value.case ?? "nothing"} for ${wanted}`);
  return value;
}

export function instanceSetting<Case extends SettingCase>(wanted: Case) {
  return queryOptions({
    queryKey: [...settingsKey, wanted],
    queryFn: async ({ signal }): Promise<Values[Case]> =>
      valueOf(await instance.getInstanceSetting({ name: `instance/settings/${keys[wanted]}` }, { signal }), wanted),
  });
}

/** Save a setting as a whole; secrets that are left empty stay as they are. */
export async function saveInstanceSetting<Case extends SettingCase>(
  wanted: Case,
  value: MessageInitShape<(typeof empty)[Case]>,
): Promise<void> {
  const setting: InstanceSetting = create(InstanceSettingSchema, { name: `instance/settings/${keys[wanted]}` });
  Object.assign(setting, { value: { case: wanted, value: create<(typeof empty)[Case]>(empty[wanted], value) } });
  const saved = await instance.updateInstanceSetting({ setting, updateMask: { paths: [] } });
  cache.setQueryData(instanceSetting(wanted).queryKey, valueOf(saved, wanted));
}

export async function sendTestMail(
  email: MessageInitShape<typeof InstanceSetting_NotificationSetting_EmailSettingSchema>,
  recipientEmail: string,
): Promise<void> {
  await instance.testInstanceEmailSetting({ email, recipientEmail });
}

export const accessMode = queryOptions({
  queryKey: [...settingsKey, "access"],
  queryFn: async ({ signal }): Promise<Access["mode"]> => (await accessClient.getAccess({}, { signal })).mode,
});

export async function changeAccessMode(mode: Access["mode"]): Promise<void> {
  const saved = await accessClient.updateAccess({ access: { mode }, updateMask: { paths: ["mode"] } });
  cache.setQueryData(accessMode.queryKey, saved.mode);
}
