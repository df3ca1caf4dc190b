/** Light, dark, or as the system says; `public/theme.js` applies the same choice before the first paint. */
import { lasting } from "./storage";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const key = "appliance.theme";

export function chosenTheme(): Theme {
  const stored = lasting.read(key);
  return themes.find((theme) => theme === stored) ?? "system";
}

export function chooseTheme(theme: Theme): void {
  lasting.write(key, theme === "system" ? null : theme);
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}
