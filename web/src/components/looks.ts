/** The themes in words. */
import { BookOpen, Contrast, type LucideIcon, Monitor, Moon, Sun } from "lucide-react";

import type { Key } from "../i18n";
import type { Theme } from "../lib/theme";

export interface LookChoice {
  readonly value: Theme;
  readonly label: Key;
  readonly icon: LucideIcon;
}

export const looks: readonly LookChoice[] = [
  { value: "system", label: "shell.lookSystem", icon: Monitor },
  { value: "light", label: "shell.lookLight", icon: Sun },
  { value: "dark", label: "shell.lookDark", icon: Moon },
  { value: "paper", label: "shell.lookPaper", icon: BookOpen },
  { value: "contrast", label: "shell.lookContrast", icon: Contrast },
];
