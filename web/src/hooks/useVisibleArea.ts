/** The part of the page that no keyboard covers. */
import { useSyncExternalStore } from "react";

interface Area {
  readonly height: number;
  readonly top: number;
}

const area = window.visualViewport;
let known: Area = { height: window.innerHeight, top: 0 };

function subscribe(listener: () => void): () => void {
  area?.addEventListener("resize", listener);
  area?.addEventListener("scroll", listener);
  return () => {
    area?.removeEventListener("resize", listener);
    area?.removeEventListener("scroll", listener);
  };
}

function current(): Area {
  const [height, top] = [area?.height ?? window.innerHeight, area?.offsetTop ?? 0];
  if (known.height !== height || known.top !== top) known = { height, top };
  return known;
}

export function useVisibleArea(): Area {
  return useSyncExternalStore(subscribe, current);
}
