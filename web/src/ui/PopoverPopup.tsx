/** What a small panel looks like; Base UI keeps the focus inside and gives it back. */
import { Popover as Base } from "@base-ui/react/popover";
import type { ReactNode, RefObject } from "react";

interface PopoverPopupProps {
  readonly anchor: RefObject<HTMLButtonElement | null>;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly label: string;
  readonly children: ReactNode;
}

export function PopoverPopup({ anchor, open, onOpenChange, label, children }: PopoverPopupProps) {
  return (
    <Base.Root
      open={open}
      onOpenChange={(isWanted, { event }) => {
        // The button opens it, and a press on the button toggles by itself.
        const isOnAnchor = event.target instanceof Node && anchor.current?.contains(event.target) === true;
        if (!isWanted && (!isOnAnchor || event.type === "keydown")) onOpenChange(false);
      }}
    >
      <Base.Portal>
        <Base.Positioner anchor={anchor} sideOffset={6} collisionPadding={8} className="z-50 outline-none">
          <Base.Popup
            aria-label={label}
            finalFocus={anchor}
            className="overlay max-w-80 rounded-xl border border-line bg-raised p-1.5 text-sm text-ink shadow-overlay outline-none"
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
