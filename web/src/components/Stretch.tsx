/**
 * A stretch of a long list that is drawn only near the screen.
 *
 * Far away it leaves a gap of the height it had, so ten thousand notes cost as much as a few,
 * nothing jumps, and the browser's own scrolling, searching and anchoring go on working.
 */
import { type ReactNode, useEffect, useRef } from "react";

import { useNearness } from "../hooks/useNearness";

/** Heights by stretch, kept for coming back to a list. */
const heights = new Map<string, number>();
/** How far around the screen is drawn, in pixels. */
const margin = 1500;

/** Whether it was drawn before: then its place has its height from the start. */
export function isKnown(id: string): boolean {
  return heights.has(id);
}

interface StretchProps {
  readonly id: string;
  readonly children: ReactNode;
}

/** What is being edited or has the focus stays, however far it is scrolled. */
function isInUse(element: HTMLElement): boolean {
  return element.contains(document.activeElement) || element.querySelector(".note-editor") !== null;
}

export function Stretch({ id, children }: StretchProps) {
  const ref = useRef<HTMLDivElement>(null);
  const isDrawn = useNearness(ref, { margin, initially: !isKnown(id), isKept: isInUse });
  // Leaving the page must find the height known: then it is too late to measure.
  useEffect(() => {
    const element = ref.current;
    if (element === null || !("ResizeObserver" in window)) return undefined;
    const measure = new ResizeObserver(() => {
      if (element.childElementCount > 0 && element.offsetHeight > 0) heights.set(id, element.offsetHeight);
    });
    measure.observe(element);
    return () => measure.disconnect();
  }, [id]);
  return (
    <div ref={ref} {...(isDrawn ? {} : { style: { height: heights.get(id) ?? 0 } })}>
      {isDrawn && children}
    </div>
  );
}
