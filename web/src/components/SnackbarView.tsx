/** Draws the message at the foot of the page; it stays while the pointer or the focus is on it. */
import { X } from "lucide-react";
import { useSyncExternalStore } from "react";

import { useT } from "../i18n";
import { cx } from "../lib/cx";
import { pressOf } from "../lib/keys";
import { currentSnack, dismiss, hold, release, subscribe, takeOffer } from "../stores/snackbar";
import { IconButton } from "../ui/IconButton";

export function SnackbarView() {
  const t = useT();
  const snack = useSyncExternalStore(subscribe, currentSnack);
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-[calc(env(safe-area-inset-bottom)+4.75rem)] z-30 flex justify-center px-3 md:bottom-6"
    >
      {snack !== null && (
        <div
          key={snack.id}
          onPointerEnter={hold}
          onPointerLeave={release}
          onFocus={hold}
          onBlur={release}
          className={cx(
            "snack pointer-events-auto flex max-w-lg min-w-0 items-center gap-1 rounded-xl py-1.5 pe-1.5 ps-4 text-sm shadow-overlay",
            snack.tone === "danger" ? "bg-danger text-on-danger" : "bg-ink text-surface",
          )}
        >
          <span className="min-w-0 py-1.5 break-words">{snack.text}</span>
          {snack.offer !== undefined && (
            <button
              type="button"
              onClick={takeOffer}
              title={snack.offer.isUndo === true ? t("common.withKey", { label: snack.offer.label, key: pressOf("undo") }) : undefined}
              className="min-h-9 rounded-lg px-3 font-semibold underline-offset-4 hover:underline pointer-coarse:min-h-11"
            >
              {snack.offer.label}
            </button>
          )}
          <IconButton icon={X} label={t("common.closeMessage")} onClick={dismiss} className="text-inherit! hover:bg-transparent!" />
        </div>
      )}
    </div>
  );
}
