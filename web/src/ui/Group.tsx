/** A part of a settings page: its heading, one line about it, and what can be chosen. */
import { type ReactNode, useId } from "react";

interface GroupProps {
  readonly title: string;
  readonly lead?: ReactNode;
  /** What stands at the end of the heading. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

export function Group({ title, lead, action, children }: GroupProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="rounded-xl border border-line bg-raised">
      <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 pt-4 sm:px-5">
        <div className="min-w-0 flex-1 basis-60">
          <h2 id={id} className="text-base font-semibold">
            {title}
          </h2>
          {lead !== undefined && <p className="text-sm text-pretty text-muted">{lead}</p>}
        </div>
        {action}
      </header>
      <div className="space-y-5 px-4 pt-4 pb-5 sm:px-5">{children}</div>
    </section>
  );
}
