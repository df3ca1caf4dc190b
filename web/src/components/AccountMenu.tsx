/** The user, the look of the page, and the way out. */
import { Keyboard, LogOut, Monitor, Moon, Sun } from "lucide-react";
import { type ReactElement, useState } from "react";

import { signOut } from "../api/account";
import { complain } from "../hooks/useMemoActions";
import { useUser } from "../hooks/useUser";
import { chooseTheme, chosenTheme, type Theme } from "../lib/theme";
import { flushDrafts } from "../stores/draftBox";
import { Menu, type MenuEntry } from "../ui/Menu";

const looks = [
  { value: "system", label: "As the system", icon: Monitor },
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
] as const;

async function leave(): Promise<void> {
  await flushDrafts();
  await signOut().catch(complain);
}

interface AccountMenuProps {
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly onHelp: () => void;
  readonly side: "top" | "right";
}

export function AccountMenu({ trigger, onHelp, side }: AccountMenuProps) {
  const user = useUser();
  const [theme, setTheme] = useState<Theme>(chosenTheme);
  const choose = (wanted: string): void => {
    const look = looks.find(({ value }) => value === wanted);
    if (look === undefined) return;
    chooseTheme(look.value);
    setTheme(look.value);
  };
  const entries: readonly MenuEntry[] = [
    { kind: "title", text: `Signed in as ${user.username}` },
    { kind: "line" },
    { kind: "choices", label: "Look", value: theme, choices: looks, onChoose: choose },
    { kind: "line" },
    { kind: "item", icon: Keyboard, label: "Keys", press: "?", onSelect: onHelp },
    { kind: "item", icon: LogOut, label: "Sign out", onSelect: () => void leave() },
  ];
  return <Menu trigger={trigger} side={side} entries={entries} />;
}
