/** A short word about the thing it stands beside. */
import { cx } from "../lib/cx";

const tones = {
  plain: "bg-sunken text-muted",
  accent: "bg-accent-soft text-accent",
  good: "bg-ok/12 text-ok",
  danger: "bg-danger-soft text-danger",
} as const;

interface BadgeProps {
  readonly tone?: keyof typeof tones;
  readonly children: string;
}

export function Badge({ tone = "plain", children }: BadgeProps) {
  return (
    <span className={cx("inline-block rounded-md px-1.5 text-xs leading-5 font-medium whitespace-nowrap", tones[tone])}>
      {children}
    </span>
  );
}
