/** Rules for tags: their colours, and which notes stay hidden until somebody looks. */
import { useQuery } from "@tanstack/react-query";
import { Plus, Tags, X } from "lucide-react";

import { changeTagSettings, tagSettings } from "../api/settings/tags";
import type { UserSetting_TagsSetting } from "../gen/memos/api/v1/user_service_pb";
import { useUser } from "../hooks/useUser";
import { useT } from "../i18n";
import { newId } from "../lib/ids";
import { Button } from "../ui/Button";
import { Field } from "../ui/Field";
import { Group } from "../ui/Group";
import { IconButton } from "../ui/IconButton";
import { Notice } from "../ui/Notice";
import { Switch } from "../ui/Switch";
import { EditedForm } from "./EditedForm";
import { useEdited } from "./edited";
import { Loaded } from "../components/Loaded";
import { faultOf, rulesOf, type TagRule, tagsOf } from "./tagRules";

interface RuleFieldsProps {
  readonly rule: TagRule;
  readonly onChange: (part: Partial<TagRule>) => void;
  readonly onRemove: () => void;
}

function RuleFields({ rule, onChange, onRemove }: RuleFieldsProps) {
  const t = useT();
  return (
    <li className="space-y-4 rounded-lg border border-line p-4">
      <div className="flex items-end gap-3">
        <div className="min-w-0 flex-1">
          <Field
            label={t("settings.tags.pattern")}
            value={rule.pattern}
            required
            autoCapitalize="none"
            spellCheck={false}
            onChange={(event) => onChange({ pattern: event.currentTarget.value })}
          />
        </div>
        <label className="grid gap-1.5 text-sm font-medium">
          {t("settings.tags.colour")}
          <input
            type="color"
            value={rule.colour ?? "#888888"}
            className="h-11 w-14 rounded-lg border border-line-strong bg-raised p-1"
            onChange={(event) => onChange({ colour: event.currentTarget.value })}
          />
        </label>
        <IconButton icon={X} label={t("settings.tags.remove", { tag: rule.pattern })} onClick={onRemove} />
      </div>
      <Switch label={t("settings.tags.blur")} checked={rule.blur} onChange={(blur) => onChange({ blur })} />
    </li>
  );
}

function RuleList({ stored }: { readonly stored: UserSetting_TagsSetting }) {
  const t = useT();
  const { name } = useUser();
  const edited = useEdited({ rules: rulesOf(stored) }, async ({ rules }) => {
    const fault = faultOf(rules);
    if (fault !== null) throw new Error(t(fault.key, { pattern: fault.pattern }));
    await changeTagSettings(name, tagsOf(rules));
  });
  const { rules } = edited.value;
  const set = (next: readonly TagRule[]) => edited.change({ rules: next });
  return (
    <EditedForm edited={edited}>
      {rules.length === 0 && (
        <Notice icon={Tags} title={t("settings.tags.none")}>
          {t("settings.tags.noneText")}
        </Notice>
      )}
      <ul className="space-y-3">
        {rules.map((rule) => (
          <RuleFields
            key={rule.id}
            rule={rule}
            onChange={(part) => set(rules.map((one) => (one.id === rule.id ? { ...one, ...part } : one)))}
            onRemove={() => set(rules.filter(({ id }) => id !== rule.id))}
          />
        ))}
      </ul>
      <Button onClick={() => set([...rules, { id: newId(), pattern: "", colour: "#2f8f83", blur: false }])}>
        <Plus aria-hidden size={16} />
        {t("settings.tags.add")}
      </Button>
    </EditedForm>
  );
}

export function TagsSection() {
  const t = useT();
  const { name } = useUser();
  const query = useQuery(tagSettings(name));
  return (
    <Group title={t("settings.tags.title")} lead={t("settings.tags.lead")}>
      <Loaded query={query}>{(stored) => <RuleList stored={stored} />}</Loaded>
    </Group>
  );
}
