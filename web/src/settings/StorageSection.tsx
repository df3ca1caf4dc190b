/** Where new files go: the database, the data directory, or a bucket. */
import { create } from "@bufbuild/protobuf";
import { useQuery } from "@tanstack/react-query";

import { instanceSetting, saveInstanceSetting } from "../api/settings/instance";
import {
  type InstanceSetting_StorageSetting,
  type InstanceSetting_StorageSetting_S3Config,
  InstanceSetting_StorageSetting_S3ConfigSchema,
  InstanceSetting_StorageSetting_StorageType as StorageType,
} from "../gen/memos/api/v1/instance_service_pb";
import { useT } from "../i18n";
import { Field } from "../ui/Field";
import { Group } from "../ui/Group";
import { Select } from "../ui/Select";
import { Switch } from "../ui/Switch";
import { EditedForm } from "./EditedForm";
import { useEdited } from "./edited";
import { Loaded } from "../components/Loaded";
import { StorageTrial } from "./StorageTrial";

const kinds = { database: StorageType.DATABASE, local: StorageType.LOCAL, s3: StorageType.S3 } as const;
type Kind = keyof typeof kinds;

function isKind(value: string): value is Kind {
  return value in kinds;
}

function kindOf(type: StorageType): Kind {
  if (type === StorageType.DATABASE) return "database";
  return type === StorageType.S3 ? "s3" : "local";
}

interface BucketProps {
  readonly config: InstanceSetting_StorageSetting_S3Config;
  readonly onChange: (part: Partial<InstanceSetting_StorageSetting_S3Config>) => void;
}

function Bucket({ config, onChange }: BucketProps) {
  const t = useT();
  return (
    <>
      <Field
        label={t("settings.storage.endpoint")}
        type="url"
        placeholder="https://"
        value={config.endpoint}
        required
        onChange={(event) => onChange({ endpoint: event.currentTarget.value })}
      />
      <Field
        label={t("settings.storage.region")}
        value={config.region}
        onChange={(event) => onChange({ region: event.currentTarget.value })}
      />
      <Field
        label={t("settings.storage.bucket")}
        value={config.bucket}
        required
        onChange={(event) => onChange({ bucket: event.currentTarget.value })}
      />
      <Field
        label={t("settings.storage.keyId")}
        value={config.accessKeyId}
        autoComplete="off"
        required
        onChange={(event) => onChange({ accessKeyId: event.currentTarget.value })}
      />
      <Field
        label={t("settings.storage.keySecret")}
        hint={t("settings.secretKept")}
        type="password"
        autoComplete="new-password"
        value={config.accessKeySecret}
        onChange={(event) => onChange({ accessKeySecret: event.currentTarget.value })}
      />
      <Switch
        label={t("settings.storage.pathStyle")}
        hint={t("settings.storage.pathStyleHint")}
        checked={config.usePathStyle}
        onChange={(usePathStyle) => onChange({ usePathStyle })}
      />
      <Switch
        label={t("settings.storage.skipTls")}
        hint={t("settings.storage.skipTlsHint")}
        checked={config.insecureSkipTlsVerify}
        onChange={(insecureSkipTlsVerify) => onChange({ insecureSkipTlsVerify })}
      />
    </>
  );
}

function StorageForm({ stored }: { readonly stored: InstanceSetting_StorageSetting }) {
  const t = useT();
  const { storageType, filepathTemplate, uploadSizeLimitMb } = stored;
  const s3Config = stored.s3Config ?? create(InstanceSetting_StorageSetting_S3ConfigSchema);
  const edited = useEdited({ storageType, filepathTemplate, uploadSizeLimitMb, s3Config }, (value) =>
    saveInstanceSetting("storageSetting", value.storageType === StorageType.S3 ? value : { ...value, ...keep(stored) }),
  );
  const { value, change } = edited;
  const kind = kindOf(value.storageType);
  return (
    <EditedForm edited={edited}>
      <Select
        label={t("settings.storage.where")}
        value={kind}
        onChange={(wanted) => isKind(wanted) && change({ storageType: kinds[wanted] })}
        choices={[
          { value: "local", label: t("settings.storage.local") },
          { value: "database", label: t("settings.storage.database") },
          { value: "s3", label: t("settings.storage.s3") },
        ]}
      />
      {kind !== "database" && (
        <Field
          label={t("settings.storage.template")}
          hint={t("settings.storage.templateHint", { placeholders })}
          value={value.filepathTemplate}
          spellCheck={false}
          onChange={(event) => change({ filepathTemplate: event.currentTarget.value })}
        />
      )}
      <Field
        label={t("settings.storage.limit")}
        type="number"
        inputMode="numeric"
        min={1}
        value={String(value.uploadSizeLimitMb)}
        onChange={(event) => change({ uploadSizeLimitMb: BigInt(Math.trunc(event.currentTarget.valueAsNumber) || 0) })}
      />
      {kind === "s3" && (
        <Bucket config={value.s3Config} onChange={(part) => change({ s3Config: { ...value.s3Config, ...part } })} />
      )}
      <StorageTrial setting={value} />
    </EditedForm>
  );
}

/** The bucket stays known while files go elsewhere. */
function keep(stored: InstanceSetting_StorageSetting): Pick<InstanceSetting_StorageSetting, "s3Config"> {
  return stored.s3Config === undefined ? {} : { s3Config: stored.s3Config };
}

/** What the server puts in. */
const placeholders = "{filename} {uuid} {timestamp} {year} {month} {day} {hour} {minute} {second}";

export function StorageSection() {
  const t = useT();
  const query = useQuery(instanceSetting("storageSetting"));
  return (
    <Group title={t("settings.storage.title")} lead={t("settings.storage.lead")}>
      <Loaded query={query}>{(stored) => <StorageForm stored={stored} />}</Loaded>
    </Group>
  );
}
