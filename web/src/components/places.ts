/** The places of the page, for the rail, the bar at the foot, the menu of the user and the palette. */
import {
  Archive,
  Compass,
  Inbox,
  type LucideIcon,
  NotebookPen,
  Paperclip,
  Trash2,
} from "lucide-react";

import type { Key } from "../i18n";
import type { Act } from "../lib/keys";
import { paths } from "../paths";

export interface Place {
  readonly to: string;
  readonly label: Key;
  readonly icon: LucideIcon;
  readonly act?: Act;
  /** Only administrators may go there. */
  readonly forAdmins?: boolean;
}

export const notes: Place = { to: paths.notes(), label: "shell.notes", icon: NotebookPen, act: "go-notes" };
export const explore: Place = { to: paths.explore(), label: "shell.explore", icon: Compass, act: "go-explore" };
export const inbox: Place = { to: paths.inbox(), label: "shell.inbox", icon: Inbox, act: "go-inbox" };
const attachments: Place = { to: paths.attachments(), label: "shell.attachments", icon: Paperclip, act: "go-attachments" };
const archive: Place = { to: paths.archive(), label: "shell.archive", icon: Archive, act: "go-archive" };
const trash: Place = { to: paths.trash(), label: "shell.trash", icon: Trash2, act: "go-trash" };

/** In the rail. */
export const places: readonly Place[] = [notes, explore, attachments, inbox, archive, trash];

/** In the menu of the user on phones, whose bar has room for few. */
export const placesBehindTheBar: readonly Place[] = [attachments, archive, trash];
