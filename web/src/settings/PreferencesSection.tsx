/** How the page speaks and looks for one user, and how new notes begin. */
import { useQuery } from "@tanstack/react-query";

import { type General, generalSetting, saveGeneral } from "../api/preferences";
import { audiences } from "../components/visibilities";
import { Visibility } from "../gen/memos/api/v1/memo_service_pb";
import { useUser } from "../hooks/useUser";
import { useT } from "../i18n";
import { Group } from "../ui/Group";
import { Select } from "../ui/Select";
import { EditedForm } from "./EditedForm";
import { useEdited } from "./edited";
import { Loaded } from "../components/Loaded";
import { LookGroup } from "./LookGroup";

function NewNotes({ user, stored }: { readonly user: string; readonly stored: General }) {
  const t = useT();
  const edited = useEdited({ memoVisibility: stored.memoVisibility }, (value) =>
    saveGeneral(user, value),
  );
  return (
    <Group title={t("settings.preferences.newNotes")} lead={t("settings.preferences.newNotesLead")}>
      <EditedForm edited={edited}>
        <Select
          label={t("settings.preferences.visibility")}
          value={edited.value.memoVisibility}
          onChange={(memoVisibility) => edited.change({ memoVisibility })}
          choices={audiences.map(({ visibility, label }) => ({ value: Visibility[visibility], label: t(label) }))}
        />
      </EditedForm>
    </Group>
  );
}

export function PreferencesSection() {
  const { name } = useUser();
  const stored = useQuery(generalSetting(name));
  return (
    <>
      <LookGroup />
      <Loaded query={stored}>{(data) => <NewNotes user={name} stored={data} />}</Loaded>
    </>
  );
}
