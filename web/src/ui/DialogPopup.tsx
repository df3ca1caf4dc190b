/** What a dialog looks like; Base UI keeps the focus inside and gives it back. */
import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";

import { useT } from "../i18n";
import { cx } from "../lib/cx";
import type { DialogProps, DialogShape } from "./Dialog";
import { IconButton } from "./IconButton";

const shapes: Readonly<Record<DialogShape, string>> = {
  box: "fixed top-1/2 left-1/2 max-h-[85dvh] w-[min(30rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-2xl border border-line p-5",
  drawer:
    "drawer fixed inset-y-0 start-0 w-[min(20rem,85vw)] overflow-y-auto border-e border-line p-4 pt-[max(1rem,env(safe-area-inset-top))]",
  top: "fixed top-[10dvh] left-1/2 flex max-h-[70dvh] w-[min(36rem,calc(100vw-1.5rem))] -translate-x-1/2 flex-col overflow-hidden rounded-2xl border border-line",
  sheet: "sheet fixed inset-x-0 top-0 flex h-dvh flex-col pt-[env(safe-area-inset-top)]",
};

export function DialogPopup({ open, onClose, title, shape = "box", bare = false, initialFocus, children }: DialogProps) {
  const t = useT();
  return (
    <Base.Root open={open} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="backdrop fixed inset-0 z-40 bg-veil" />
        <Base.Popup
          className={cx("overlay z-50 bg-surface text-ink outline-none", shapes[shape])}
          {...(initialFocus === undefined ? {} : { initialFocus })}
        >
          <div className={cx("mb-3 flex items-center justify-between", bare && "sr-only")}>
            <Base.Title className="text-base font-semibold">{title}</Base.Title>
            <Base.Close render={<IconButton icon={X} label={t("common.close")} />} />
          </div>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
