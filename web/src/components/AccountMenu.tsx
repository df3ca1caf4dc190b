/** The user, places that are further away, the look of the page, and the way out. */
import { CircleUserRound, Keyboard, LogOut, Terminal } from "lucide-react";
import type { ReactElement } from "react";
import { useNavigate } from "react-router";

import { signOut } from "../api/account";
import { User_Role } from "../gen/memos/api/v1/user_service_pb";
import { complain } from "../hooks/complain";
import { useLook } from "../hooks/useLook";
import { useUser } from "../hooks/useUser";
import { useT } from "../i18n";
import { pressOf } from "../lib/keys";
import { paths } from "../paths";
import { flushDrafts } from "../stores/draftBox";
import { Menu, type MenuEntry } from "../ui/Menu";
import { looks } from "./looks";
import { morePlaces } from "./morePlaces";
import { type Place, placesBehindTheBar } from "./places";

/** What is typed is on disk before the session ends. */
export async function leave(): Promise<void> {
  await flushDrafts();
  await signOut().catch(complain);
}

interface AccountMenuProps {
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly onHelp: () => void;
  readonly onPalette: () => void;
  readonly side: "top" | "right";
  readonly startsOpen: boolean;
}

export function AccountMenu({ trigger, onHelp, onPalette, side, startsOpen }: AccountMenuProps) {
  const t = useT();
  const user = useUser();
  const navigate = useNavigate();
  const { theme, setTheme } = useLook();
  const choose = (wanted: string): void => {
    const look = looks.find(({ value }) => value === wanted);
    if (look !== undefined) setTheme(look.value);
  };
  const lead = ({ to, label, icon, act }: Place): MenuEntry => ({
    kind: "item",
    icon,
    label: t(label),
    ...(act === undefined ? {} : { press: pressOf(act) }),
    onSelect: () => void navigate(to),
  });
  const isAdmin = user.role === User_Role.ADMIN;
  const reachable = [...(side === "top" ? placesBehindTheBar : []), ...morePlaces].filter(
    ({ forAdmins = false }) => isAdmin || !forAdmins,
  );
  const help: MenuEntry = { kind: "item", icon: Keyboard, label: t("shell.keys"), press: pressOf("help"), onSelect: onHelp };
  const entries: readonly MenuEntry[] = [
    { kind: "title", text: t("shell.signedInAs", { name: user.displayName || user.username }) },
    { kind: "item", icon: CircleUserRound, label: t("shell.profile"), onSelect: () => void navigate(paths.user(user.name)) },
    ...reachable.map(lead),
    { kind: "line" },
    {
      kind: "choices",
      label: t("shell.look"),
      value: theme,
      choices: looks.map(({ value, label, icon }) => ({ value, icon, label: t(label) })),
      onChoose: choose,
    },
    { kind: "line" },
    { kind: "item", icon: Terminal, label: t("shell.palette"), press: pressOf("palette"), onSelect: onPalette },
    // A phone has no keys, and no room for more lines.
    ...(side === "top" ? [] : [help]),
    { kind: "item", icon: LogOut, label: t("shell.signOut"), onSelect: () => void leave() },
  ];
  return <Menu startsOpen={startsOpen} trigger={trigger} side={side} entries={entries} />;
}
