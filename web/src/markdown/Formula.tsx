/** A formula; what sets it is fetched with the first one that is shown. */
import { lazy } from "react";

import { Lazily } from "../ui/Lazily";

const Typeset = lazy(async () => ({ default: (await import("./Typeset")).Typeset }));

interface FormulaProps {
  readonly source: string;
  /** On a line of its own. */
  readonly isDisplayed: boolean;
}

export function Formula({ source, isDisplayed }: FormulaProps) {
  const written = <code className={isDisplayed ? "formula displayed" : "formula"}>{source}</code>;
  return (
    <Lazily fallback={written}>
      <Typeset source={source} isDisplayed={isDisplayed} written={written} />
    </Lazily>
  );
}
