/** Who may read a note, in words. */
import { Globe, Lock, type LucideIcon, Users } from "lucide-react";

import { Visibility } from "../gen/memos/api/v1/memo_service_pb";

export interface Audience {
  readonly value: "private" | "members" | "public";
  readonly visibility: Visibility;
  readonly label: string;
  readonly hint: string;
  readonly icon: LucideIcon;
}

const onlyMe: Audience = {
  value: "private",
  visibility: Visibility.PRIVATE,
  label: "Private",
  hint: "Only you",
  icon: Lock,
};

export const audiences: readonly Audience[] = [
  onlyMe,
  {
    value: "members",
    visibility: Visibility.PROTECTED,
    label: "Members",
    hint: "Everyone who signs in here",
    icon: Users,
  },
  { value: "public", visibility: Visibility.PUBLIC, label: "Public", hint: "Everyone, without an account", icon: Globe },
];

export function audienceOf(visibility: Visibility): Audience {
  return audiences.find((audience) => audience.visibility === visibility) ?? onlyMe;
}
