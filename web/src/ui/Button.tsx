/** Buttons with words. */
import type { ComponentProps } from "react";

import { cx } from "../lib/cx";

const kinds = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong disabled:bg-sunken disabled:text-muted",
  plain: "border border-line bg-raised text-ink hover:bg-sunken",
  quiet: "text-muted hover:bg-sunken hover:text-ink",
  danger: "border border-line bg-raised text-danger hover:bg-danger-soft",
} as const;

interface ButtonProps extends ComponentProps<"button"> {
  readonly kind?: keyof typeof kinds;
}

export function Button({ kind = "plain", className, type = "button", ...rest }: ButtonProps) {
  const shape =
    "inline-flex min-h-9 items-center justify-center gap-2 rounded-lg px-3.5 text-sm font-medium transition-colors disabled:cursor-default pointer-coarse:min-h-11";
  // oxlint-disable-next-line react/button-has-type -- the type is given with a safe default
  return <button type={type} className={cx(shape, kinds[kind], className)} {...rest} />;
}
