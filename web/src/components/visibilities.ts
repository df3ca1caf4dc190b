/** Who may read a note, in words. */
import { Globe, Lock, type LucideIcon, Users } from "lucide-react";

import type { Key } from "../i18n";
import { Visibility } from "../gen/memos/api/v1/memo_service_pb";

export interface Audience {
  readonly value: "private" | "members" | "public";
  readonly visibility: Visibility;
  readonly label: Key;
  readonly hint: Key;
  readonly icon: LucideIcon;
}

const onlyMe: Audience = {
  value: "private",
  visibility: Visibility.PRIVATE,
  label: "memo.private",
  hint: "memo.privateHint",
  icon: Lock,
};

export const audiences: readonly Audience[] = [
  onlyMe,
  {
    value: "members",
    visibility: Visibility.PROTECTED,
    label: "memo.members",
    hint: "memo.membersHint",
    icon: Users,
  },
  { value: "public", visibility: Visibility.PUBLIC, label: "memo.public", hint: "memo.publicHint", icon: Globe },
];

export function audienceOf(visibility: Visibility): Audience {
  return audiences.find((audience) => audience.visibility === visibility) ?? onlyMe;
}
