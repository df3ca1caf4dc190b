/** A labelled choice of a few, by the browser's own control. */
import { ChevronDown } from "lucide-react";

import { Labelled, type LabelledProps } from "./Labelled";

export interface Choice {
  readonly value: string;
  readonly label: string;
}

interface SelectProps extends LabelledProps {
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly disabled?: boolean;
  readonly onChange: (value: string) => void;
}

export function Select({ label, hint, value, choices, disabled = false, onChange }: SelectProps) {
  return (
    <Labelled label={label} hint={hint}>
      {(names) => (
        <div className="relative">
          <select
            {...names}
            value={value}
            disabled={disabled}
            onChange={(event) => onChange(event.currentTarget.value)}
            className="block h-11 w-full appearance-none rounded-lg border border-line-strong bg-raised ps-3 pe-9 text-base outline-none focus-visible:border-accent focus-visible:ring-3 focus-visible:ring-accent-soft disabled:text-muted"
          >
            {choices.map((choice) => (
              <option key={choice.value} value={choice.value}>
                {choice.label}
              </option>
            ))}
          </select>
          <ChevronDown
            aria-hidden
            size={16}
            className="pointer-events-none absolute end-3 top-1/2 -translate-y-1/2 text-muted"
          />
        </div>
      )}
    </Labelled>
  );
}
