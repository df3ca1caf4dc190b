/** A place on the net of meridians and parallels: a sketch that needs nobody else's maps. */
import type { MouseEvent } from "react";

import type { Place } from "../../lib/place";

export const [width, height] = [360, 180];
const step = 30;

function steps(from: number, to: number): number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);
}

/** The lines that all sketches have. */
export function Net() {
  return (
    <>
      <g fill="none" stroke="currentColor" strokeWidth="0.4" opacity="0.55">
        {steps(-180, 180).map((meridian) => (
          <line key={meridian} x1={meridian + 180} x2={meridian + 180} y1="0" y2={height} />
        ))}
        {steps(-90, 90).map((parallel) => (
          <line key={parallel} x1="0" x2={width} y1={90 - parallel} y2={90 - parallel} />
        ))}
        <line x1="0" x2={width} y1="90" y2="90" strokeWidth="1" />
        <line x1="180" x2="180" y1="0" y2={height} strokeWidth="1" />
      </g>
      <g fill="currentColor" fontSize="7">
        <text x="3" y="87">0°</text>
        <text x="183" y="8">0°</text>
      </g>
    </>
  );
}

/** Where a place lies on the sketch. */
export function onSketch({ latitude, longitude }: Place): readonly [number, number] {
  return [longitude + 180, 90 - latitude];
}

interface GraticuleProps extends Place {
  /** Called with another place that somebody points at; with keys it is typed. */
  readonly onChoose?: ((place: Place) => void) | undefined;
}

/** Where of the sketch somebody points. */
function pointed({ currentTarget, clientX, clientY }: MouseEvent<SVGSVGElement>): Place {
  const { left, top, width: wide, height: high } = currentTarget.getBoundingClientRect();
  const [x, y] = [((clientX - left) / wide) * (width + 4) - 2, ((clientY - top) / high) * (height + 4) - 2];
  return { latitude: within(90 - y, 90), longitude: within(x - 180, 180) };
}

function within(value: number, most: number): number {
  return Math.min(most, Math.max(-most, value));
}

export function Graticule({ onChoose, ...place }: GraticuleProps) {
  const [x, y] = onSketch(place);
  return (
    <svg viewBox={`-2 -2 ${width + 4} ${height + 4}`} aria-hidden onClick={(event) => onChoose?.(pointed(event))} className="block w-full rounded-lg bg-sunken text-muted">
      <Net />
      <g stroke="var(--accent)" strokeWidth="0.8" fill="none">
        <line x1={x} x2={x} y1="0" y2={height} opacity="0.5" />
        <line x1="0" x2={width} y1={y} y2={y} opacity="0.5" />
        <circle cx={x} cy={y} r="6" />
        <circle cx={x} cy={y} r="2.2" fill="var(--accent)" />
      </g>
    </svg>
  );
}
