/** The places of the page, for the rail and the bottom bar. */
import { Archive, type LucideIcon, NotebookPen, Trash2 } from "lucide-react";

import type { Act } from "../lib/keys";
import { paths } from "../paths";

export interface Place {
  readonly to: string;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly act: Act;
}

export const places: readonly Place[] = [
  { to: paths.notes(), label: "Notes", icon: NotebookPen, act: "go-notes" },
  { to: paths.archive(), label: "Archive", icon: Archive, act: "go-archive" },
  { to: paths.trash(), label: "Trash", icon: Trash2, act: "go-trash" },
];
