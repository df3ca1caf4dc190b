/** Buttons with a picture: the name is for screen readers and the tooltip. */
import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";

import { useT } from "../i18n";
import { cx } from "../lib/cx";

interface IconButtonProps extends Omit<ComponentProps<"button">, "children"> {
  readonly icon: LucideIcon;
  readonly label: string;
  /** The key that does the same, for the tooltip. */
  readonly press?: string;
  readonly filled?: boolean;
}

export function IconButton({ icon: Icon, label, press = "", filled = false, className, ...rest }: IconButtonProps) {
  const t = useT();
  return (
    <button
      type="button"
      aria-label={label}
      title={press === "" ? label : t("common.withKey", { label, key: press })}
      className={cx(
        "inline-grid size-9 shrink-0 place-items-center rounded-lg text-muted transition-colors hover:bg-sunken hover:text-ink pointer-coarse:size-11",
        className,
      )}
      {...rest}
    >
      <Icon aria-hidden size={18} strokeWidth={1.75} {...(filled ? { fill: "currentColor" } : {})} />
    </button>
  );
}
