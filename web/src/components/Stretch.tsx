/**
 * A stretch of a long list that is drawn only near the screen.
 *
 * Far away it leaves a gap of the height it had, so ten thousand notes cost as much as a few,
 * nothing jumps, and the browser's own scrolling, searching and anchoring go on working.
 */
import { type ReactNode, useEffect, useRef, useState } from "react";

/** Heights by stretch, kept for coming back to a list. */
const heights = new Map<string, number>();
const near = "1500px 0px";

interface StretchProps {
  readonly id: string;
  readonly children: ReactNode;
}

function isInUse(element: HTMLElement): boolean {
  return element.contains(document.activeElement) || element.querySelector("textarea") !== null;
}

export function Stretch({ id, children }: StretchProps) {
  const ref = useRef<HTMLDivElement>(null);
  const [isNear, setNear] = useState(() => !heights.has(id));
  // Watches where the stretch is; what is being edited or has the focus stays.
  useEffect(() => {
    const element = ref.current;
    if (element === null || !("IntersectionObserver" in window)) return undefined;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry === undefined) return;
        if (entry.isIntersecting) setNear(true);
        else if (!isInUse(element)) setNear(false);
      },
      { rootMargin: near },
    );
    // Leaving the page must find the height known: then it is too late to measure.
    const measure = new ResizeObserver(() => {
      if (element.childElementCount > 0 && element.offsetHeight > 0) heights.set(id, element.offsetHeight);
    });
    observer.observe(element);
    measure.observe(element);
    return () => {
      observer.disconnect();
      measure.disconnect();
    };
  }, [id]);
  return (
    <div ref={ref} {...(isNear ? {} : { style: { height: heights.get(id) ?? 0 } })}>
      {isNear && children}
    </div>
  );
}
