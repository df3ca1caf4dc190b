/** Keeps a long note from filling the screen until somebody wants all of it. */
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";

import { useLayout } from "../hooks/useLayout";
import { useT } from "../i18n";
import { cx } from "../lib/cx";
import type { Layout } from "../lib/layout";

/** Taller than this, in pixels, is long; a little more than what is then shown. */
const tallestOf = (layout: Layout): number => (layout === "compact" ? 110 : 600);

export function Folded({ children }: { readonly children: ReactNode }) {
  const t = useT();
  const tallest = tallestOf(useLayout());
  const inner = useRef<HTMLDivElement>(null);
  const [isLong, setLong] = useState(false);
  const last = useRef(false);
  const [isOpen, setOpen] = useState(false);
  // Only the laid-out text knows how tall it is; pictures and the window change it.
  useLayoutEffect(() => {
    const element = inner.current;
    if (element === null || !("ResizeObserver" in window)) return undefined;
    // It is told between laying out and painting: asking earlier would lay out once more, saying it later would show a jump.
    const observer = new ResizeObserver(() => {
      const isTall = element.offsetHeight > tallest;
      if (isTall === last.current) return;
      last.current = isTall;
      flushSync(() => setLong(isTall));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [tallest]);
  return (
    <>
      <div className={cx(isLong && !isOpen && "folded")}>
        <div ref={inner}>{children}</div>
      </div>
      {isLong && (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="mt-2 min-h-9 text-sm font-medium text-accent hover:underline pointer-coarse:min-h-11"
        >
          {t(isOpen ? "common.showLess" : "common.showAll")}
        </button>
      )}
    </>
  );
}
