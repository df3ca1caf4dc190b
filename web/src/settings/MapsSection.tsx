/** Whose maps the page may show: nobody's at first. */
import { useQuery } from "@tanstack/react-query";

import { pageSettings, saveTiles, type Tiles } from "../api/settings/page";
import { useT } from "../i18n";
import { Field } from "../ui/Field";
import { Group } from "../ui/Group";
import { EditedForm } from "./EditedForm";
import { useEdited } from "./edited";
import { Loaded } from "../components/Loaded";

function MapsForm({ stored: { tileUrl, tileAttribution } }: { readonly stored: Tiles }) {
  const t = useT();
  const edited = useEdited({ tileUrl, tileAttribution }, saveTiles);
  const { value, change } = edited;
  return (
    <EditedForm edited={edited}>
      <Field
        label={t("settings.maps.tiles")}
        hint={t("settings.maps.tilesHint")}
        placeholder="https://tiles.example.org/{z}/{x}/{y}.png"
        value={value.tileUrl}
        spellCheck={false}
        onChange={(event) => change({ tileUrl: event.currentTarget.value.trim() })}
      />
      <Field
        label={t("settings.maps.attribution")}
        hint={t("settings.maps.attributionHint")}
        value={value.tileAttribution}
        onChange={(event) => change({ tileAttribution: event.currentTarget.value })}
      />
    </EditedForm>
  );
}

export function MapsSection() {
  const t = useT();
  const query = useQuery(pageSettings);
  return (
    <Group title={t("settings.maps.title")} lead={t("settings.maps.lead")}>
      <Loaded query={query}>{(stored) => <MapsForm stored={stored} />}</Loaded>
    </Group>
  );
}
