/** Views of one page, each with an address of its own. */
import { Link } from "react-router";

import { cx } from "../lib/cx";

export interface Tab {
  readonly to: string;
  readonly label: string;
  readonly isOpen: boolean;
}

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
}

export function Tabs({ label, tabs }: TabsProps) {
  return (
    <nav aria-label={label} className="min-w-0">
      <ul className="inline-flex flex-wrap gap-1 rounded-lg bg-sunken p-1">
        {tabs.map(({ to, label: text, isOpen }) => (
          <li key={to}>
            <Link
              to={to}
              replace
              aria-current={isOpen ? "page" : undefined}
              className={cx(
                "flex min-h-8 items-center rounded-md px-3 text-sm whitespace-nowrap transition-colors pointer-coarse:min-h-11",
                isOpen ? "bg-raised font-medium text-ink" : "text-muted hover:text-ink",
              )}
            >
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
