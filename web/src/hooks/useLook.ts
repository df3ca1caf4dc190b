/** Theme and language: chosen on this device at once, then noted with the user for the next one. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";

import { generalSetting, saveGeneral } from "../api/preferences";
import { chooseLanguage, currentLanguage, speak } from "../i18n";
import { chosenLanguage, nearest } from "../i18n/languages";
import { chooseTheme, chosenTheme, settingOf, type Theme, themeOf } from "../lib/theme";
import { complain } from "./complain";
import { useViewer } from "./useUser";

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function applyTheme(theme: Theme): void {
  chooseTheme(theme);
  for (const listener of listeners) listener();
}

interface Look {
  readonly theme: Theme;
  readonly setTheme: (theme: Theme) => void;
  /** What was chosen; null follows the browser. */
  readonly language: string | null;
  readonly setLanguage: (language: string | null) => void;
}

export function useLook(): Look {
  const theme = useSyncExternalStore(subscribe, chosenTheme);
  const language = useSyncExternalStore(subscribe, chosenLanguage);
  const user = useViewer()?.name;
  return {
    theme,
    setTheme: (wanted) => {
      applyTheme(wanted);
      if (user !== undefined) saveGeneral(user, { theme: settingOf(wanted) }).catch(complain);
    },
    language,
    setLanguage: (wanted) => {
      chooseLanguage(wanted).catch(complain);
      for (const listener of listeners) listener();
      if (user !== undefined && wanted !== null) saveGeneral(user, { locale: wanted }).catch(complain);
    },
  };
}

/** On a device where nothing was chosen yet the page looks as the user chose elsewhere. */
export function useLookOfUser(user: string): void {
  const isChosen = chosenTheme() !== "system" && chosenLanguage() !== null;
  const { data } = useQuery({ ...generalSetting(user), enabled: !isChosen });
  // The document and the words are outside of React.
  useEffect(() => {
    // A theme is noted only by those who chose: the language beside it is then a choice as well.
    if (data === undefined || data.theme === "") return;
    const theme = themeOf(data.theme);
    if (theme !== null && chosenTheme() === "system") applyTheme(theme);
    const language = nearest(data.locale);
    if (language !== null && chosenLanguage() === null && language !== currentLanguage()) speak(language).catch(complain);
  }, [data]);
}
