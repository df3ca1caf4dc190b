/** A card while several are being chosen, with the box that chooses it. */
import { Check } from "lucide-react";
import type { ReactNode } from "react";

import { useSelection } from "../hooks/useSelection";
import { useT } from "../i18n";
import { cx } from "../lib/cx";
import { toggleSelected } from "../stores/selection";

interface ChoiceProps {
  readonly name: string;
  readonly children: ReactNode;
}

export function Choice({ name, children }: ChoiceProps) {
  const t = useT();
  const isChosen = useSelection().names.has(name);
  return (
    <div className={cx("relative rounded-xl", isChosen && "outline-2 outline-accent")}>
      {children}
      <button
        type="button"
        role="checkbox"
        aria-checked={isChosen}
        aria-label={t("selection.choose")}
        onClick={() => toggleSelected(name)}
        // Small enough to cover no word; fingers find it beyond its edge.
        className={cx(
          "absolute -start-2 -top-2 grid size-6 place-items-center rounded-full border after:absolute after:-inset-2.5",
          isChosen ? "border-accent bg-accent text-on-accent" : "border-line-strong bg-raised",
        )}
      >
        {isChosen && <Check aria-hidden size={14} strokeWidth={2.5} />}
      </button>
    </div>
  );
}
