/** The edge of the sidebar: dragged, or moved by the arrow keys, it makes the sidebar wider or narrower. */
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";

import { useT } from "../i18n";
import { lasting } from "../lib/storage";
import { sidebarWidth } from "./Finding";

/** In pixels. */
const narrowest = 224;
const usual = 288;
const widest = 448;
const step = 16;

function within(width: number): number {
  return Math.min(widest, Math.max(narrowest, Math.round(width)));
}

function chosen(): number {
  return within(Number.parseFloat(lasting.read(sidebarWidth) ?? "") || usual);
}

export function SidebarEdge() {
  const t = useT();
  const edge = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(chosen);
  const take = (wanted: number): void => {
    const taken = within(wanted);
    setWidth(taken);
    edge.current?.parentElement?.style.setProperty("inline-size", `${taken}px`);
    lasting.write(sidebarWidth, taken === usual ? null : `${taken}px`);
  };
  const follow = (event: PointerEvent<HTMLElement>): void => {
    const sidebar = edge.current?.parentElement;
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || sidebar === null || sidebar === undefined) return;
    const { left, right } = sidebar.getBoundingClientRect();
    take(getComputedStyle(sidebar).direction === "rtl" ? right - event.clientX : event.clientX - left);
  };
  const move = (event: KeyboardEvent<HTMLElement>): void => {
    const outward = getComputedStyle(event.currentTarget).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    if (event.key === "Home") take(narrowest);
    else if (event.key === "End") take(widest);
    else if (event.key === "ArrowLeft" || event.key === "ArrowRight") take(width + (event.key === outward ? step : -step));
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={edge}
      role="separator"
      aria-orientation="vertical"
      aria-label={t("shell.sidebarWidth")}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      aria-valuenow={width}
      tabIndex={0}
      onKeyDown={move}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={follow}
      onDoubleClick={() => take(usual)}
      className="absolute inset-y-0 -inset-e-1 w-2 cursor-col-resize touch-none transition-colors hover:bg-accent-soft focus-visible:bg-accent-soft"
    />
  );
}
