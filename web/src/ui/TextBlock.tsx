/** A labelled field for several lines. */
import type { ComponentProps } from "react";

import { cx } from "../lib/cx";
import { Labelled, type LabelledProps } from "./Labelled";

interface TextBlockProps extends LabelledProps, ComponentProps<"textarea"> {
  /** For what programs read. */
  readonly code?: boolean;
}

export function TextBlock({ label, hint, code = false, ...rest }: TextBlockProps) {
  return (
    <Labelled label={label} hint={hint}>
      {(names) => (
        <textarea
          {...names}
          rows={4}
          className={cx(
            "block w-full rounded-lg border border-line-strong bg-raised px-3 py-2 outline-none focus-visible:border-accent focus-visible:ring-3 focus-visible:ring-accent-soft",
            code ? "font-mono text-sm" : "text-base",
          )}
          spellCheck={!code}
          {...rest}
        />
      )}
    </Labelled>
  );
}
