/** What the server is called, who may come in, and what holds for every note. */
import { create } from "@bufbuild/protobuf";
import { useQuery } from "@tanstack/react-query";

import { accessMode, changeAccessMode, instanceSetting, saveInstanceSetting } from "../api/settings/instance";
import { Access_Mode } from "../gen/appliance/v1/access_service_pb";
import {
  type InstanceSetting_GeneralSetting,
  InstanceSetting_GeneralSetting_CustomProfileSchema,
  type InstanceSetting_MemoRelatedSetting,
} from "../gen/memos/api/v1/instance_service_pb";
import { useT } from "../i18n";
import { Field } from "../ui/Field";
import { Group } from "../ui/Group";
import { Select } from "../ui/Select";
import { Skeleton } from "../ui/Skeleton";
import { Switch } from "../ui/Switch";
import { TextBlock } from "../ui/TextBlock";
import { EditedForm } from "./EditedForm";
import { useEdited } from "./edited";
import { Loaded } from "../components/Loaded";
import { ReactionsField } from "./ReactionsField";

interface GeneralProps {
  readonly stored: InstanceSetting_GeneralSetting;
}

function saveGeneral(stored: InstanceSetting_GeneralSetting, change: Partial<InstanceSetting_GeneralSetting>) {
  return saveInstanceSetting("generalSetting", { ...stored, ...change });
}

function NameGroup({ stored }: GeneralProps) {
  const t = useT();
  const { title = "", description = "", logoUrl = "" } = stored.customProfile ?? {};
  const edited = useEdited({ title, description, logoUrl, weekStartDayOffset: stored.weekStartDayOffset }, (value) => {
    const { weekStartDayOffset, ...names } = value;
    const customProfile = create(InstanceSetting_GeneralSetting_CustomProfileSchema, names);
    return saveGeneral(stored, { weekStartDayOffset, customProfile });
  });
  const { value, change } = edited;
  return (
    <Group title={t("settings.instance.name")} lead={t("settings.instance.nameLead")}>
      <EditedForm edited={edited}>
        <Field
          label={t("settings.instance.serverName")}
          placeholder="Memos"
          value={value.title}
          onChange={(event) => change({ title: event.currentTarget.value })}
        />
        <TextBlock
          label={t("settings.instance.description")}
          rows={2}
          value={value.description}
          onChange={(event) => change({ description: event.currentTarget.value })}
        />
        <Field
          label={t("settings.instance.logo")}
          hint={t("settings.instance.logoHint")}
          value={value.logoUrl}
          onChange={(event) => change({ logoUrl: event.currentTarget.value })}
        />
        <Select
          label={t("settings.instance.weekStart")}
          value={String(value.weekStartDayOffset)}
          onChange={(offset) => change({ weekStartDayOffset: Number(offset) })}
          choices={[
            { value: "-1", label: t("settings.instance.saturday") },
            { value: "0", label: t("settings.instance.sunday") },
            { value: "1", label: t("settings.instance.monday") },
          ]}
        />
      </EditedForm>
    </Group>
  );
}

function DoorGroup({ stored }: GeneralProps) {
  const t = useT();
  const { disallowUserRegistration, disallowPasswordAuth, disallowChangeUsername, disallowChangeNickname } = stored;
  const edited = useEdited(
    { disallowUserRegistration, disallowPasswordAuth, disallowChangeUsername, disallowChangeNickname },
    (_, changed) => saveGeneral(stored, changed),
  );
  const { value, change } = edited;
  return (
    <Group title={t("settings.instance.door")} lead={t("settings.instance.doorLead")}>
      <EditedForm edited={edited}>
        <Switch
          label={t("settings.instance.signUp")}
          hint={t("settings.instance.signUpHint")}
          checked={!value.disallowUserRegistration}
          onChange={(on) => change({ disallowUserRegistration: !on })}
        />
        <Switch
          label={t("settings.instance.passwords")}
          hint={t("settings.instance.passwordsHint")}
          checked={!value.disallowPasswordAuth}
          onChange={(on) => change({ disallowPasswordAuth: !on })}
        />
        <Switch
          label={t("settings.instance.usernames")}
          checked={!value.disallowChangeUsername}
          onChange={(on) => change({ disallowChangeUsername: !on })}
        />
        <Switch
          label={t("settings.instance.displayNames")}
          checked={!value.disallowChangeNickname}
          onChange={(on) => change({ disallowChangeNickname: !on })}
        />
      </EditedForm>
    </Group>
  );
}

function AccessGroup({ mode }: { readonly mode: Access_Mode }) {
  const t = useT();
  const edited = useEdited({ mode }, (value) => changeAccessMode(value.mode));
  const isPublic = edited.value.mode === Access_Mode.PUBLIC;
  return (
    <Group title={t("settings.instance.access")} lead={t("settings.instance.accessLead")}>
      <EditedForm edited={edited}>
        <Switch
          label={t("settings.instance.public")}
          hint={t(isPublic ? "settings.instance.publicOn" : "settings.instance.publicOff")}
          checked={isPublic}
          onChange={(on) => edited.change({ mode: on ? Access_Mode.PUBLIC : Access_Mode.PRIVATE })}
        />
      </EditedForm>
    </Group>
  );
}

function NotesGroup({ stored }: { readonly stored: InstanceSetting_MemoRelatedSetting }) {
  const t = useT();
  const { contentLengthLimit, enableDoubleClickEdit, reactions } = stored;
  const edited = useEdited({ contentLengthLimit, enableDoubleClickEdit, reactions }, (value) =>
    saveInstanceSetting("memoRelatedSetting", value),
  );
  const { value, change } = edited;
  return (
    <Group title={t("settings.instance.notes")}>
      <EditedForm edited={edited}>
        <Field
          label={t("settings.instance.limit")}
          hint={t("settings.instance.limitHint")}
          type="number"
          inputMode="numeric"
          min={8192}
          value={value.contentLengthLimit}
          onChange={(event) => change({ contentLengthLimit: event.currentTarget.valueAsNumber || 0 })}
        />
        <Switch
          label={t("settings.instance.doubleClick")}
          checked={value.enableDoubleClickEdit}
          onChange={(on) => change({ enableDoubleClickEdit: on })}
        />
        <ReactionsField reactions={value.reactions} onChange={(list) => change({ reactions: [...list] })} />
      </EditedForm>
    </Group>
  );
}

export function InstanceSection() {
  const general = useQuery(instanceSetting("generalSetting"));
  const access = useQuery(accessMode);
  const notes = useQuery(instanceSetting("memoRelatedSetting"));
  return (
    <>
      <Loaded query={general} waiting={<Skeleton />}>
        {(stored) => (
          <>
            <NameGroup stored={stored} />
            <DoorGroup stored={stored} />
          </>
        )}
      </Loaded>
      <Loaded query={access} waiting={null}>{(mode) => <AccessGroup mode={mode} />}</Loaded>
      <Loaded query={notes} waiting={null}>{(stored) => <NotesGroup stored={stored} />}</Loaded>
    </>
  );
}
