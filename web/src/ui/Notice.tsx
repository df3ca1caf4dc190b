/** A page, or a part of one, that has nothing to show: why, and the one next step. */
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface NoticeProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  /** Failures are read out at once. */
  readonly urgent?: boolean;
}

export function Notice({ icon: Icon, title, children, action, urgent = false }: NoticeProps) {
  return (
    <div
      role={urgent ? "alert" : undefined}
      className="flex flex-col items-center gap-3 px-6 py-14 text-center text-balance"
    >
      <span className="grid size-12 place-items-center rounded-full bg-sunken text-muted">
        <Icon aria-hidden size={22} strokeWidth={1.75} />
      </span>
      <p className="text-base font-medium text-ink">{title}</p>
      {children !== undefined && <div className="max-w-sm text-sm text-muted">{children}</div>}
      {action}
    </div>
  );
}
