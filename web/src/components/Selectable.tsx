/** A card that can be chosen to be worked on together with others. */
import { lazy, type ReactNode } from "react";

import { useSelection } from "../hooks/useSelection";
import { Lazily } from "../ui/Lazily";

const Choice = lazy(async () => ({ default: (await import("./Choice")).Choice }));

interface SelectableProps {
  readonly name: string;
  readonly children: ReactNode;
}

export function Selectable({ name, children }: SelectableProps) {
  if (!useSelection().isOpen) return children;
  return (
    <Lazily fallback={children}>
      <Choice name={name}>{children}</Choice>
    </Lazily>
  );
}
