/** What a menu looks like; Base UI brings focus, roles, layers and where it fits. */
import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import { type RefObject, useRef } from "react";

import { cx } from "../lib/cx";
import type { MenuChoices, MenuEntry, MenuItem } from "./Menu";

interface MenuPopupProps {
  readonly anchor: RefObject<HTMLButtonElement | null>;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly entries: readonly MenuEntry[];
  readonly side: "top" | "bottom" | "right";
  readonly align: "start" | "end";
  readonly movesFocus: boolean;
}

const itemShape =
  "flex min-h-9 cursor-default items-center gap-2.5 rounded-lg px-2.5 outline-none select-none data-highlighted:bg-sunken pointer-coarse:min-h-11";

function Item({ icon: Icon, label, onSelect, press, danger = false }: MenuItem) {
  return (
    <Base.Item className={cx(itemShape, danger && "text-danger")} onClick={onSelect}>
      <Icon aria-hidden size={16} strokeWidth={1.75} className={danger ? "" : "text-muted"} />
      <span className="flex-1">{label}</span>
      {press !== undefined && (
        <kbd aria-hidden className="text-xs text-muted pointer-coarse:hidden">
          {press}
        </kbd>
      )}
    </Base.Item>
  );
}

function Choices({ label, value, choices, onChoose }: MenuChoices) {
  return (
    <Base.RadioGroup value={value} aria-label={label}>
      {choices.map(({ value: choice, label: name, hint, icon: Icon }) => (
        <Base.RadioItem
          key={choice}
          value={choice}
          closeOnClick
          className={cx(itemShape, hint !== undefined && "py-1.5")}
          onClick={() => onChoose(choice)}
        >
          <Icon aria-hidden size={16} strokeWidth={1.75} className="text-muted" />
          <span className="flex-1">
            {name}
            {hint !== undefined && <span className="block text-xs text-muted">{hint}</span>}
          </span>
          <Base.RadioItemIndicator>
            <Check aria-hidden size={16} className="text-accent" />
          </Base.RadioItemIndicator>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}

function Entry({ entry }: { readonly entry: MenuEntry }) {
  switch (entry.kind) {
    case "item":
      return <Item {...entry} />;
    case "choices":
      return <Choices {...entry} />;
    case "line":
      return <Base.Separator className="mx-1 my-1.5 h-px bg-line" />;
    case "title":
      return <div className="truncate px-2.5 pt-1 pb-1.5 text-xs text-muted">{entry.text}</div>;
  }
}

export function MenuPopup({ anchor, open, onOpenChange, entries, side, align, movesFocus }: MenuPopupProps) {
  const hasChosen = useRef(false);
  return (
    <Base.Root
      modal={false}
      open={open}
      onOpenChange={(wanted, { event, reason }) => {
        // A press on the button toggles by itself.
        hasChosen.current = reason === "item-press";
        const isOnAnchor = event.target instanceof Node && anchor.current?.contains(event.target) === true;
        if (wanted || !isOnAnchor || event.type === "keydown") onOpenChange(wanted);
      }}
    >
      <Base.Portal>
        <Base.Positioner
          anchor={anchor}
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 outline-none"
        >
          <Base.Popup
            finalFocus={() => (movesFocus && hasChosen.current ? false : anchor.current)}
            className="overlay max-h-(--available-height) max-w-80 min-w-52 overflow-y-auto rounded-xl border border-line bg-raised p-1.5 text-sm text-ink shadow-overlay outline-none"
          >
            {entries.map((entry, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- the entries of a menu stay where they are
              <Entry key={index} entry={entry} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
