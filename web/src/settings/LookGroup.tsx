/** How the page looks and speaks, here and wherever the user signs in. */
import { looks } from "../components/looks";
import { useLook } from "../hooks/useLook";
import { useT } from "../i18n";
import { languages, nameOf } from "../i18n/languages";
import { Group } from "../ui/Group";
import { Select } from "../ui/Select";

export function LookGroup() {
  const t = useT();
  const { theme, setTheme, language, setLanguage } = useLook();
  return (
    <Group title={t("settings.preferences.look")}>
      <Select
        label={t("settings.preferences.theme")}
        value={theme}
        onChange={(wanted) => {
          const found = looks.find(({ value }) => value === wanted);
          if (found !== undefined) setTheme(found.value);
        }}
        choices={looks.map(({ value, label }) => ({ value, label: t(label) }))}
      />
      <Select
        label={t("settings.preferences.language")}
        value={language ?? ""}
        onChange={(wanted) => setLanguage(wanted === "" ? null : wanted)}
        choices={[
          { value: "", label: t("shell.languageSystem") },
          ...languages.map((value) => ({ value, label: nameOf(value) })),
        ]}
      />
    </Group>
  );
}
