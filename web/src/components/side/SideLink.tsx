/** One line of the side: leads to a search, and says whether it is the one that is shown. */
import type { ReactNode } from "react";
import { Link } from "react-router";

import { formatNumber } from "../../i18n/formats";
import { cx } from "../../lib/cx";

interface SideLinkProps {
  readonly to: string;
  readonly isChosen: boolean;
  readonly title?: string;
  readonly count?: number;
  /** The count in words. */
  readonly countLabel?: string;
  readonly onFollow?: (() => void) | undefined;
  readonly children: ReactNode;
}

export function SideLink({ to, isChosen, title, count, countLabel, onFollow, children }: SideLinkProps) {
  return (
    <Link
      to={to}
      aria-current={isChosen ? "true" : undefined}
      {...(title === undefined ? {} : { title })}
      {...(onFollow === undefined ? {} : { onClick: onFollow })}
      className={cx(
        "flex min-h-8 min-w-0 flex-1 items-center gap-2 rounded-lg px-2 text-sm transition-colors pointer-coarse:min-h-11",
        isChosen ? "bg-accent-soft font-medium text-accent" : "text-ink hover:bg-sunken",
      )}
    >
      <span className="flex min-w-0 flex-1 items-center gap-2 truncate">{children}</span>
      {count !== undefined && (
        <span aria-label={countLabel} className="text-xs text-muted tabular-nums">
          {formatNumber(count)}
        </span>
      )}
    </Link>
  );
}
