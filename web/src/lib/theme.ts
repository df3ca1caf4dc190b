/** How the page looks; `public/theme.js` applies the same choice before the first paint. */
import { lasting } from "./storage";

export const themes = ["system", "light", "dark", "paper", "contrast"] as const;
export type Theme = (typeof themes)[number];

const key = "appliance.theme";

/** Themes as user settings name them; other programs read and write the same. */
const settings: Readonly<Record<Theme, string>> = {
  system: "system",
  light: "default",
  dark: "default-dark",
  paper: "paper",
  contrast: "high-contrast",
};

export function settingOf(theme: Theme): string {
  return settings[theme];
}

/** The theme of a user setting; null when it names none of ours. */
export function themeOf(setting: string): Theme | null {
  return themes.find((theme) => settings[theme] === setting) ?? null;
}

export function chosenTheme(): Theme {
  const stored = lasting.read(key);
  return themes.find((theme) => theme === stored) ?? "system";
}

export function chooseTheme(theme: Theme): void {
  lasting.write(key, theme === "system" ? null : theme);
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}
