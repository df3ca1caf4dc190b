/** Who turns recordings into text. */
import { create } from "@bufbuild/protobuf";
import { useQuery } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";

import { instanceSetting, saveInstanceSetting } from "../api/settings/instance";
import {
  type InstanceSetting_AIProviderConfig as Provider,
  InstanceSetting_AIProviderConfigSchema,
  InstanceSetting_AIProviderType as ProviderType,
  type InstanceSetting_AISetting,
  type InstanceSetting_TranscriptionConfig as Transcription,
  InstanceSetting_TranscriptionConfigSchema,
} from "../gen/memos/api/v1/instance_service_pb";
import { useT } from "../i18n";
import { newId } from "../lib/ids";
import { Button } from "../ui/Button";
import { Field } from "../ui/Field";
import { Group } from "../ui/Group";
import { IconButton } from "../ui/IconButton";
import { Select } from "../ui/Select";
import { EditedForm } from "./EditedForm";
import { useEdited } from "./edited";
import { Loaded } from "../components/Loaded";

interface ProviderFieldsProps {
  readonly provider: Provider;
  readonly onChange: (part: Partial<Provider>) => void;
  readonly onRemove: () => void;
}

function ProviderFields({ provider, onChange, onRemove }: ProviderFieldsProps) {
  const t = useT();
  const isGemini = provider.type === ProviderType.GEMINI;
  const name = provider.title || t("settings.ai.provider");
  return (
    <fieldset className="space-y-4 rounded-lg border border-line p-4">
      <legend className="sr-only">{name}</legend>
      <div className="flex items-end gap-2">
        <div className="flex-1">
          <Field
            label={t("settings.ai.name")}
            value={provider.title}
            required
            onChange={(event) => onChange({ title: event.currentTarget.value })}
          />
        </div>
        <IconButton icon={Trash2} label={t("settings.ai.remove", { name })} onClick={onRemove} />
      </div>
      <Select
        label={t("settings.ai.kind")}
        value={isGemini ? "gemini" : "openai"}
        onChange={(kind) => onChange({ type: kind === "gemini" ? ProviderType.GEMINI : ProviderType.OPENAI })}
        choices={[
          { value: "openai", label: t("settings.ai.openai") },
          { value: "gemini", label: "Gemini" },
        ]}
      />
      <Field
        label={t("settings.ai.endpoint")}
        hint={t("settings.ai.endpointHint")}
        type="url"
        value={provider.endpoint}
        onChange={(event) => onChange({ endpoint: event.currentTarget.value })}
      />
      <Field
        label={t("settings.ai.apiKey")}
        hint={provider.apiKeySet ? t("settings.ai.apiKeyKept", { hint: provider.apiKeyHint }) : t("settings.ai.apiKeyHint")}
        type="password"
        autoComplete="new-password"
        value={provider.apiKey}
        onChange={(event) => onChange({ apiKey: event.currentTarget.value })}
      />
    </fieldset>
  );
}

interface TranscriptionFieldsProps {
  readonly value: Transcription;
  readonly providers: readonly Provider[];
  readonly onChange: (part: Partial<Transcription>) => void;
}

function TranscriptionFields({ value, providers, onChange }: TranscriptionFieldsProps) {
  const t = useT();
  const offered = providers.map(({ id, title }) => ({ value: id, label: title || id }));
  return (
    <>
      <Select
        label={t("settings.ai.transcription")}
        value={value.providerId}
        onChange={(providerId) => onChange({ providerId })}
        choices={[{ value: "", label: t("settings.ai.nobody") }, ...offered]}
      />
      {value.providerId !== "" && (
        <>
          <Field
            label={t("settings.ai.model")}
            hint={t("settings.ai.modelHint")}
            value={value.model}
            onChange={(event) => onChange({ model: event.currentTarget.value })}
          />
          <Field
            label={t("settings.ai.language")}
            hint={t("settings.ai.languageHint")}
            value={value.language}
            onChange={(event) => onChange({ language: event.currentTarget.value })}
          />
          <Field
            label={t("settings.ai.prompt")}
            hint={t("settings.ai.promptHint")}
            value={value.prompt}
            onChange={(event) => onChange({ prompt: event.currentTarget.value })}
          />
        </>
      )}
    </>
  );
}

function AiForm({ stored }: { readonly stored: InstanceSetting_AISetting }) {
  const t = useT();
  const transcription = stored.transcription ?? create(InstanceSetting_TranscriptionConfigSchema);
  const edited = useEdited({ providers: stored.providers, transcription }, (value) =>
    saveInstanceSetting("aiSetting", value),
  );
  const { value, change } = edited;
  const add = (): void => {
    const added = create(InstanceSetting_AIProviderConfigSchema, { id: newId(), type: ProviderType.OPENAI });
    change({ providers: [...value.providers, added] });
  };
  return (
    <EditedForm edited={edited}>
      {value.providers.map((provider) => (
        <ProviderFields
          key={provider.id}
          provider={provider}
          onChange={(part) =>
            change({ providers: value.providers.map((one) => (one.id === provider.id ? { ...one, ...part } : one)) })
          }
          onRemove={() => change({ providers: value.providers.filter(({ id }) => id !== provider.id) })}
        />
      ))}
      <Button onClick={add}>
        <Plus aria-hidden size={16} />
        {t("settings.ai.add")}
      </Button>
      <TranscriptionFields
        value={value.transcription}
        providers={value.providers}
        onChange={(part) => change({ transcription: { ...value.transcription, ...part } })}
      />
    </EditedForm>
  );
}

export function AiSection() {
  const t = useT();
  const query = useQuery(instanceSetting("aiSetting"));
  return (
    <Group title={t("settings.ai.title")} lead={t("settings.ai.lead")}>
      <Loaded query={query}>{(stored) => <AiForm stored={stored} />}</Loaded>
    </Group>
  );
}
