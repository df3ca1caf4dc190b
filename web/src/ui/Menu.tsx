/** A button that opens a menu. What draws the menu is fetched when the page is idle, or when it is wanted. */
import type { LucideIcon } from "lucide-react";
import { cloneElement, lazy, type ReactElement, useRef, useState } from "react";

import { Lazily } from "./Lazily";

export interface MenuItem {
  readonly kind: "item";
  readonly icon: LucideIcon;
  readonly label: string;
  readonly onSelect: () => void;
  /** The key that does the same. */
  readonly press?: string;
  readonly danger?: boolean;
}

export interface MenuChoice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  readonly icon: LucideIcon;
}

export interface MenuChoices {
  readonly kind: "choices";
  readonly label: string;
  readonly value: string;
  readonly choices: readonly MenuChoice[];
  readonly onChoose: (value: string) => void;
}

export type MenuEntry = MenuItem | MenuChoices | { readonly kind: "line" } | { readonly kind: "title"; readonly text: string };

/** Fetches what draws menus. */
export const loadMenu = () => import("./MenuPopup");
const MenuPopup = lazy(async () => ({ default: (await loadMenu()).MenuPopup }));

interface MenuProps {
  /** The button that opens the menu. */
  readonly trigger: ReactElement<Record<string, unknown>>;
  /** As a function where there are many menus: it is asked when one is opened. */
  readonly entries: readonly MenuEntry[] | (() => readonly MenuEntry[]);
  readonly side?: "top" | "bottom" | "right";
  readonly align?: "start" | "end";
  /** What is chosen moves the focus by itself: it does not go back to the button. */
  readonly movesFocus?: boolean;
  /** It was asked for before it was there. */
  readonly startsOpen?: boolean;
}

export function Menu({ trigger, entries, side = "bottom", align = "end", movesFocus = false, startsOpen = false }: MenuProps) {
  const anchor = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(startsOpen);
  const [wasOpened, setOpened] = useState(startsOpen);
  const toggle = (): void => {
    setOpened(true);
    setOpen((open) => !open);
  };
  // The next press is not left without a word either.
  const giveUp = (): void => {
    setOpened(false);
    setOpen(false);
  };
  return (
    <>
      {cloneElement(trigger, {
        ref: anchor,
        "aria-haspopup": "menu",
        "aria-expanded": isOpen,
        onClick: toggle,
        onPointerEnter: () => void loadMenu(),
      })}
      {wasOpened && (
        <Lazily onMissing={giveUp}>
          <MenuPopup
            anchor={anchor}
            open={isOpen}
            onOpenChange={setOpen}
            entries={typeof entries === "function" ? entries() : entries}
            side={side}
            align={align}
            movesFocus={movesFocus}
          />
        </Lazily>
      )}
    </>
  );
}
