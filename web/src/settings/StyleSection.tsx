/** Style and script of one's own, for everybody who opens the page. */
import { useQuery } from "@tanstack/react-query";

import { instanceSetting, saveInstanceSetting } from "../api/settings/instance";
import type { InstanceSetting_GeneralSetting } from "../gen/memos/api/v1/instance_service_pb";
import { useT } from "../i18n";
import { Group } from "../ui/Group";
import { TextBlock } from "../ui/TextBlock";
import { EditedForm } from "./EditedForm";
import { useEdited } from "./edited";
import { Loaded } from "../components/Loaded";

function StyleForm({ stored }: { readonly stored: InstanceSetting_GeneralSetting }) {
  const t = useT();
  const { additionalStyle, additionalScript } = stored;
  const edited = useEdited({ additionalStyle, additionalScript }, (value) =>
    saveInstanceSetting("generalSetting", { ...stored, ...value }),
  );
  const { value, change } = edited;
  return (
    <EditedForm edited={edited}>
      <TextBlock
        code
        label={t("settings.style.style")}
        hint={t("settings.style.styleHint")}
        rows={8}
        value={value.additionalStyle}
        onChange={(event) => change({ additionalStyle: event.currentTarget.value })}
      />
      <TextBlock
        code
        label={t("settings.style.script")}
        hint={t("settings.style.scriptHint")}
        rows={8}
        value={value.additionalScript}
        onChange={(event) => change({ additionalScript: event.currentTarget.value })}
      />
    </EditedForm>
  );
}

export function StyleSection() {
  const t = useT();
  const query = useQuery(instanceSetting("generalSetting"));
  return (
    <Group title={t("settings.style.title")} lead={t("settings.style.lead")}>
      <Loaded query={query}>{(stored) => <StyleForm stored={stored} />}</Loaded>
    </Group>
  );
}
