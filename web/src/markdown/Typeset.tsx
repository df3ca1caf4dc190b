/** Sets a formula by KaTeX, with nothing in it that could lead anywhere or grow without bound. */
import { ParseError, render } from "katex";
import "katex/dist/katex.min.css";
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";

import { t } from "../i18n";

interface TypesetProps {
  readonly source: string;
  readonly isDisplayed: boolean;
  /** The formula as it was written, for one that cannot be set. */
  readonly written: ReactNode;
}

const limits = { trust: false, maxSize: 20, maxExpand: 500, strict: "ignore" } as const;

/** Sets into `element`; returns what is wrong with the formula. */
function set(element: HTMLElement, source: string, isDisplayed: boolean): string {
  try {
    // Only boxes: the MathML beside them would bring style attributes, which the content policy refuses.
    render(source, element, { ...limits, displayMode: isDisplayed, output: "html" });
    return "";
  } catch (error) {
    return error instanceof ParseError ? error.rawMessage : String(error);
  }
}

export function Typeset({ source, isDisplayed, written }: TypesetProps) {
  const place = useRef<HTMLSpanElement>(null);
  const [fault, setFault] = useState("");
  // KaTeX builds elements of its own: they stand in a place that React leaves alone.
  useLayoutEffect(() => {
    if (place.current !== null) setFault(set(place.current, source, isDisplayed));
  }, [source, isDisplayed]);
  return (
    <>
      <span
        ref={place}
        role="math"
        aria-label={source}
        hidden={fault !== ""}
        className={isDisplayed ? "formula displayed" : "formula"}
      />
      {fault !== "" && (
        <span className="faulty" title={t("markdown.formulaFault", { reason: fault })}>
          {written}
        </span>
      )}
    </>
  );
}
