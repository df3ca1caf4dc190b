/** A labelled text field with its hint. */
import type { ComponentProps } from "react";

import { Labelled, type LabelledProps } from "./Labelled";

export function Field({ label, hint, ...rest }: LabelledProps & ComponentProps<"input">) {
  return (
    <Labelled label={label} hint={hint}>
      {(names) => (
        <input
          {...names}
          className="block h-11 w-full rounded-lg border border-line-strong bg-raised px-3 text-base outline-none focus-visible:border-accent focus-visible:ring-3 focus-visible:ring-accent-soft"
          {...rest}
        />
      )}
    </Labelled>
  );
}
