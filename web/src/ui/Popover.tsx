/** A button that opens a small panel. What draws the panel is fetched when it is wanted. */
import { cloneElement, lazy, type ReactElement, type ReactNode, useRef, useState } from "react";

import { Lazily } from "./Lazily";

const load = () => import("./PopoverPopup");
const PopoverPopup = lazy(async () => ({ default: (await load()).PopoverPopup }));

interface PopoverProps {
  /** The button that opens the panel. */
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly label: string;
  readonly children: (close: () => void) => ReactNode;
}

export function Popover({ trigger, label, children }: PopoverProps) {
  const anchor = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [wasOpened, setOpened] = useState(false);
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
        "aria-haspopup": "dialog",
        "aria-expanded": isOpen,
        onClick: toggle,
        onPointerEnter: () => void load(),
      })}
      {wasOpened && (
        <Lazily onMissing={giveUp}>
          <PopoverPopup anchor={anchor} open={isOpen} onOpenChange={setOpen} label={label}>
            {children(() => setOpen(false))}
          </PopoverPopup>
        </Lazily>
      )}
    </>
  );
}
