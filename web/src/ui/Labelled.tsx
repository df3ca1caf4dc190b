/** A control with its name above and a hint below it. */
import { type ReactNode, useId } from "react";

export interface LabelledProps {
  readonly label: string;
  readonly hint?: string | undefined;
}

interface Names {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
}

/** The children are drawn with what ties them to their name and their hint. */
export function Labelled({ label, hint, children }: LabelledProps & { readonly children: (names: Names) => ReactNode }) {
  const id = useId();
  const hintId = hint === undefined ? undefined : `${id}-hint`;
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="block text-sm font-medium">
        {label}
      </label>
      {children({ id, "aria-describedby": hintId })}
      {hint !== undefined && (
        <p id={hintId} className="text-xs text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}
