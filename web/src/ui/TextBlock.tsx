/** A labelled field for several lines. */
import { type ComponentProps, useId } from "react";

import { cx } from "../lib/cx";

interface TextBlockProps extends ComponentProps<"textarea"> {
  readonly label: string;
  readonly hint?: string;
  /** For what programs read. */
  readonly code?: boolean;
}

export function TextBlock({ label, hint, code = false, ...rest }: TextBlockProps) {
  const id = useId();
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="block text-sm font-medium">
        {label}
      </label>
      <textarea
        id={id}
        rows={4}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className={cx(
          "block w-full rounded-lg border border-line-strong bg-raised px-3 py-2 outline-none focus-visible:border-accent focus-visible:ring-3 focus-visible:ring-accent-soft",
          code ? "font-mono text-sm" : "text-base",
        )}
        spellCheck={!code}
        {...rest}
      />
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}
