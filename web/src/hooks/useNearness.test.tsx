import { render } from "@testing-library/react";
import { act, useRef } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { useNearness } from "./useNearness";

type Report = (entries: readonly { readonly isIntersecting: boolean }[]) => void;

/** What the browser would call; jsdom lays nothing out and so has no observer. */
let report: Report = () => undefined;

class Observer {
  constructor(callback: Report) {
    report = callback;
  }
  observe(): void {}
  disconnect(): void {}
}

function Probe({ isKept }: { readonly isKept?: () => boolean }) {
  const ref = useRef<HTMLDivElement>(null);
  const isNear = useNearness(ref, { margin: 10, initially: false, ...(isKept === undefined ? {} : { isKept }) });
  return <div ref={ref}>{isNear ? "near" : "far"}</div>;
}

function tell(...seen: boolean[]): void {
  act(() => report(seen.map((isIntersecting) => ({ isIntersecting }))));
}

const always = () => true;

describe("nearness", () => {
  beforeEach(() => vi.stubGlobal("IntersectionObserver", Observer));
  afterEach(() => vi.unstubAllGlobals());

  it("is the last of several changes that are told at once", () => {
    const { container } = render(<Probe />);
    tell(false, true);
    expect(container.textContent).toBe("near");
    tell(true, false);
    expect(container.textContent).toBe("far");
  });

  it("stays with what is kept", () => {
    const { container } = render(<Probe isKept={always} />);
    tell(true);
    tell(false);
    expect(container.textContent).toBe("near");
  });
});
