/** The places that are further away: in the menu of the user and the palette. */
import { Activity, ChartColumn, Filter, Info, Settings } from "lucide-react";

import { paths } from "../paths";
import type { Place } from "./places";

const settings: Place = { to: paths.settings(), label: "shell.settings", icon: Settings, act: "go-settings" };

export const morePlaces: readonly Place[] = [
  { to: paths.shortcuts(), label: "shell.shortcuts", icon: Filter },
  { to: paths.statistics(), label: "shell.statistics", icon: ChartColumn },
  settings,
  { to: paths.operations(), label: "shell.operations", icon: Activity, forAdmins: true },
  { to: paths.about(), label: "shell.about", icon: Info },
];
