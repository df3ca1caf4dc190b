/** The parts of the settings, in the order in which they are listed. */
import {
  AtSign,
  Bot,
  Contact,
  Fingerprint,
  HardDrive,
  KeyRound,
  type LucideIcon,
  Map as MapIcon,
  MonitorSmartphone,
  Paintbrush,
  Server,
  SlidersHorizontal,
  Tags,
  Users,
  Webhook,
} from "lucide-react";

import type { Key } from "../i18n";

export interface Section {
  /** The last part of its address. */
  readonly id: string;
  readonly title: Key;
  readonly icon: LucideIcon;
  readonly forAdmins?: true;
}

export const sections = [
  { id: "account", title: "settings.account.title", icon: Contact },
  { id: "preferences", title: "settings.preferences.title", icon: SlidersHorizontal },
  { id: "sessions", title: "settings.sessions.title", icon: MonitorSmartphone },
  { id: "sign-in", title: "settings.identities.title", icon: Fingerprint },
  { id: "tokens", title: "settings.tokens.title", icon: KeyRound },
  { id: "tags", title: "settings.tags.title", icon: Tags },
  { id: "webhooks", title: "settings.webhooks.title", icon: Webhook },
  { id: "members", title: "settings.members.title", icon: Users, forAdmins: true },
  { id: "instance", title: "settings.instance.title", icon: Server, forAdmins: true },
  { id: "storage", title: "settings.storage.title", icon: HardDrive, forAdmins: true },
  { id: "providers", title: "settings.providers.title", icon: Fingerprint, forAdmins: true },
  { id: "mail", title: "settings.mail.title", icon: AtSign, forAdmins: true },
  { id: "ai", title: "settings.ai.title", icon: Bot, forAdmins: true },
  { id: "maps", title: "settings.maps.title", icon: MapIcon, forAdmins: true },
  { id: "style", title: "settings.style.title", icon: Paintbrush, forAdmins: true },
] as const satisfies readonly Section[];

export type SectionId = (typeof sections)[number]["id"];
