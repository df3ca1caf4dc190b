/** Whether an element is on the screen or will soon be. */
import { type RefObject, startTransition, useEffect, useState } from "react";

interface Nearness {
  /** How far around the screen still counts, in pixels. */
  readonly margin: number;
  /** Holds until it is known. */
  readonly initially: boolean;
  /** Whether an element that went away still counts as near. */
  readonly isKept?: (element: HTMLElement) => boolean;
}

export function useNearness(ref: RefObject<HTMLElement | null>, { margin, initially, isKept }: Nearness): boolean {
  const [isNear, setNear] = useState(initially);
  // Only the browser knows where the element is.
  useEffect(() => {
    const element = ref.current;
    if (element === null || !("IntersectionObserver" in window)) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        // A busy browser reports several changes at once: the last one holds.
        const isSeen = entries.at(-1)?.isIntersecting === true;
        startTransition(() => setNear(isSeen || isKept?.(element) === true));
      },
      { rootMargin: `${margin}px 0px` },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref, margin, isKept]);
  return isNear;
}
