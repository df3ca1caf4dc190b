/** Keeps a long note from filling the screen until somebody wants all of it. */
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";

import { cx } from "../lib/cx";

/** Taller than this, in pixels, is long. */
const tallest = 480;

export function Folded({ children }: { readonly children: ReactNode }) {
  const inner = useRef<HTMLDivElement>(null);
  const [isLong, setLong] = useState(false);
  const [isOpen, setOpen] = useState(false);
  // Only the laid-out text knows how tall it is.
  useLayoutEffect(() => {
    setLong((inner.current?.scrollHeight ?? 0) > tallest * 1.25);
  }, [children]);
  return (
    <>
      <div ref={inner} className={cx(isLong && !isOpen && "folded")}>
        {children}
      </div>
      {isLong && (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="mt-2 min-h-9 text-sm font-medium text-accent hover:underline"
        >
          {isOpen ? "Show less" : "Show all"}
        </button>
      )}
    </>
  );
}
