/** A part of what belongs to a note, under a small heading. */
import { type ReactNode, useId } from "react";

interface SectionProps {
  readonly title: string;
  readonly children: ReactNode;
}

export function Section({ title, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="space-y-2">
      <h2 id={id} className="text-xs font-medium text-muted">
        {title}
      </h2>
      {children}
    </section>
  );
}
