/** Adds an identity provider, or changes one. */
import { useState } from "react";

import { changeProvider, createProvider } from "../api/settings/providers";
import { DialogForm } from "../components/DialogForm";
import type { IdentityProvider } from "../gen/memos/api/v1/idp_service_pb";
import { type Key, useT } from "../i18n";
import { callbackAddress } from "../paths";
import { Field } from "../ui/Field";
import { Select } from "../ui/Select";
import { configOf, fieldsOf, isPreset, type Preset, presets, type ProviderFields } from "./providerDrafts";

interface FieldRow {
  readonly field: keyof ProviderFields;
  readonly label: Key;
  readonly hint?: Key;
  readonly type?: "url" | "password";
  readonly required?: true;
}

const rows: readonly FieldRow[] = [
  { field: "title", label: "settings.providers.name", required: true },
  { field: "clientId", label: "settings.providers.clientId", required: true },
  { field: "clientSecret", label: "settings.providers.clientSecret", hint: "settings.secretKept", type: "password" },
  { field: "authUrl", label: "settings.providers.authUrl", type: "url", required: true },
  { field: "tokenUrl", label: "settings.providers.tokenUrl", type: "url", required: true },
  { field: "userInfoUrl", label: "settings.providers.userInfoUrl", type: "url", required: true },
  { field: "scopes", label: "settings.providers.scopes", hint: "settings.providers.scopesHint" },
  { field: "identifier", label: "settings.providers.identifier", required: true },
  { field: "displayName", label: "settings.providers.displayName" },
  { field: "email", label: "settings.providers.email" },
  { field: "avatarUrl", label: "settings.providers.avatar" },
  { field: "identifierFilter", label: "settings.providers.filter", hint: "settings.providers.filterHint" },
];

const presetNames: readonly Preset[] = ["custom", "github", "gitlab", "google"];

interface PartProps {
  readonly fields: ProviderFields;
  readonly change: (part: Partial<ProviderFields>) => void;
}

/** What is said only once: which one to begin with, and the name in its address. */
function Beginning({ fields, change }: PartProps) {
  const t = useT();
  const [preset, setPreset] = useState<Preset>("custom");
  const begin = (wanted: string): void => {
    if (!isPreset(wanted)) return;
    setPreset(wanted);
    change(presets[wanted]);
  };
  return (
    <>
      <Select
        label={t("settings.providers.preset")}
        value={preset}
        onChange={begin}
        choices={presetNames.map((value) => ({ value, label: presets[value].title || t("settings.providers.custom") }))}
      />
      <Field
        label={t("settings.providers.id")}
        hint={t("settings.providers.idHint")}
        value={fields.uid}
        required
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => change({ uid: event.currentTarget.value })}
      />
    </>
  );
}

interface ProviderDialogProps {
  /** Null for a new one. */
  readonly provider: IdentityProvider | null;
  readonly onClose: () => void;
}

export function ProviderDialog({ provider, onClose }: ProviderDialogProps) {
  const t = useT();
  const [fields, setFields] = useState<ProviderFields>(provider === null ? presets.custom : fieldsOf(provider));
  const change = (part: Partial<ProviderFields>) => setFields((old) => ({ ...old, ...part }));
  const save = () => {
    const draft = { ...fields, config: configOf(fields) };
    return provider === null ? createProvider(draft) : changeProvider(provider.name, draft);
  };
  return (
    <DialogForm
      title={t(provider === null ? "settings.providers.add" : "settings.providers.edit")}
      save={save}
      onClose={onClose}
    >
      {provider === null && <Beginning fields={fields} change={change} />}
      {rows.map(({ field, label, hint, type = "text", required = false }) => (
        <Field
          key={field}
          label={t(label)}
          {...(hint === undefined || (field === "clientSecret" && provider === null) ? {} : { hint: t(hint) })}
          type={type}
          required={required}
          value={fields[field]}
          autoComplete={type === "password" ? "new-password" : "off"}
          spellCheck={false}
          onChange={(event) => change({ [field]: event.currentTarget.value })}
        />
      ))}
      <Field label={t("settings.providers.redirect")} hint={t("settings.providers.redirectHint")} value={callbackAddress()} readOnly />
    </DialogForm>
  );
}
