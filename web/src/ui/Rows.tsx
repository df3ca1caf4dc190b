/** A list of things of one kind, each with what can be done to it. */
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

export function Rows({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <ul aria-label={label} className="-my-1 divide-y divide-line">
      {children}
    </ul>
  );
}

interface RowProps {
  readonly icon?: LucideIcon;
  readonly picture?: ReactNode;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

export function Row({ icon: Icon, picture, title, children, action }: RowProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-3">
      {Icon !== undefined && <Icon aria-hidden size={18} strokeWidth={1.75} className="shrink-0 text-muted" />}
      {picture}
      <div className="min-w-0 flex-1 basis-48">
        <div className="text-sm font-medium wrap-anywhere">{title}</div>
        {children !== undefined && <div className="text-xs wrap-anywhere text-muted tabular-nums">{children}</div>}
      </div>
      {action !== undefined && <div className="flex flex-wrap items-center gap-2">{action}</div>}
    </li>
  );
}
