/** Everything the palette offers: acts and their keys, places, tags, themes, languages. */
import { Hash, Languages, LogOut, type LucideIcon, SquareTerminal } from "lucide-react";
import { useNavigate } from "react-router";

import { leave } from "../components/AccountMenu";
import { looks } from "../components/looks";
import { morePlaces } from "../components/morePlaces";
import type { Place } from "../components/places";
import { User_Role } from "../gen/memos/api/v1/user_service_pb";
import { useT } from "../i18n";
import { languages, nameOf } from "../i18n/languages";
import { type Act, caps, keys, noteActs } from "../lib/keys";
import { paths } from "../paths";
import { currentMemo } from "../stores/current";
import { useKnownTags } from "./useKnownTags";
import { useLook } from "./useLook";
import { useUser } from "./useUser";

export interface PaletteEntry {
  readonly id: string;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly press?: readonly string[];
  readonly act: () => unknown;
}

/** What makes no sense in a list that takes the focus. */
const left: ReadonlySet<Act> = new Set(["palette", "next", "previous"]);

export function usePaletteEntries(onRun: (act: Act) => boolean): readonly PaletteEntry[] {
  const t = useT();
  const navigate = useNavigate();
  const { setTheme, setLanguage } = useLook();
  const tags = useKnownTags();
  const isAdmin = useUser().role === User_Role.ADMIN;
  const hasNote = currentMemo() !== null;

  const acts = keys
    .filter(({ act }) => !left.has(act) && (hasNote || !noteActs.includes(act)))
    .map(({ act, does, press }) => {
      const what = t(does);
      const label = noteActs.includes(act) ? t("shell.paletteNote", { what }) : what;
      return { id: act, label, icon: SquareTerminal, press: caps(press), act: () => onRun(act) };
    });
  const lead = ({ to, label, icon }: Place): PaletteEntry => ({
    id: to,
    label: t(label),
    icon,
    act: () => navigate(to),
  });
  return [
    ...acts,
    ...morePlaces.filter(({ forAdmins = false }) => isAdmin || !forAdmins).map(lead),
    ...tags.map((tag) => ({
      id: `#${tag}`,
      label: `#${tag}`,
      icon: Hash,
      act: () => navigate(paths.notes({ words: "", tag })),
    })),
    ...looks.map(({ value, label, icon }) => ({
      id: `look ${value}`,
      label: t("shell.paletteLook", { name: t(label) }),
      icon,
      act: () => setTheme(value),
    })),
    ...languages.map((language) => ({
      id: `language ${language}`,
      label: t("shell.paletteLanguage", { name: nameOf(language) }),
      icon: Languages,
      act: () => setLanguage(language),
    })),
    { id: "sign-out", label: t("shell.signOut"), icon: LogOut, act: leave },
  ];
}
