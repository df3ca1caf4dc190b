/** Many places on one map; those that lie too near to each other are one mark. Keys use the list beside it. */
import { useQuery } from "@tanstack/react-query";
import { lazy } from "react";

import { pageSettings } from "../../api/settings/page";
import { formatNumber } from "../../i18n/formats";
import { clustered } from "../../lib/clusters";
import type { Place } from "../../lib/place";
import { Lazily } from "../../ui/Lazily";
import { height, Net, onSketch, width } from "./Graticule";

const TilesOfPlaces = lazy(async () => ({ default: (await import("./TilesOfPlaces")).TilesOfPlaces }));

interface PlacesMapProps<T extends Place> {
  readonly places: readonly T[];
  /** Called with what lies at a mark. */
  readonly onChoose: (members: readonly T[]) => void;
}

/** The side of the squares that are one mark, in degrees. */
const square = 8;

/** What a finger may miss a mark by, in degrees. */
const touchable = 11;

/** How large the mark of so many notes is. */
function radiusOf(count: number): number {
  return Math.min(9, 4 + Math.log2(count));
}

function Sketch<T extends Place>({ places, onChoose }: PlacesMapProps<T>) {
  return (
    <svg aria-hidden viewBox={`-2 -2 ${width + 4} ${height + 4}`} className="block w-full rounded-xl bg-sunken text-muted">
      <Net />
      {clustered(places, onSketch, square).map(({ members, ...middle }) => {
        const [x, y] = onSketch(middle);
        return (
          <g key={`${x} ${y}`} onClick={() => onChoose(members)} className="cursor-pointer">
            <circle cx={x} cy={y} r={touchable} fill="transparent" />
            <circle cx={x} cy={y} r={radiusOf(members.length)} fill="var(--accent)" stroke="var(--surface)" />
            {members.length > 1 && (
              <text x={x} y={y + 1.8} fontSize="5" textAnchor="middle" fill="var(--on-accent)">
                {formatNumber(members.length)}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}

export function PlacesMap<T extends Place>({ places, onChoose }: PlacesMapProps<T>) {
  const { data } = useQuery(pageSettings);
  const sketch = <Sketch places={places} onChoose={onChoose} />;
  if (data === undefined || data.tileUrl === "") return sketch;
  return (
    <Lazily fallback={sketch}>
      <TilesOfPlaces
        places={places}
        tiles={data.tileUrl}
        onChoose={(indexes) => onChoose(indexes.flatMap((index) => places[index] ?? []))}
      />
      {data.tileAttribution !== "" && <p className="text-xs text-muted">{data.tileAttribution}</p>}
    </Lazily>
  );
}
