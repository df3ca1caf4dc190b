/** Coming back finds the page where it was left; going on starts at its top. */
import { useEffect, useLayoutEffect, useRef } from "react";
import { useLocation, useNavigationType } from "react-router";

/** How far each entry of the history was scrolled. */
const positions = new Map<string, number>();

export function useScrollMemory(): void {
  const { key } = useLocation();
  const isBack = useNavigationType() === "POP";
  const current = useRef(key);
  // The browser's own memory acts before the list is there.
  useEffect(() => {
    history.scrollRestoration = "manual";
    const remember = (): void => {
      positions.set(current.current, window.scrollY);
    };
    window.addEventListener("scroll", remember, { passive: true });
    return () => window.removeEventListener("scroll", remember);
  }, []);
  // Before the new page is painted.
  useLayoutEffect(() => {
    current.current = key;
    window.scrollTo(0, isBack ? (positions.get(key) ?? 0) : 0);
  }, [key, isBack]);
}
