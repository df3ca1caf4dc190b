/** The map of a place: of the tiles that an administrator chose, or a sketch that asks nobody. */
import { useQuery } from "@tanstack/react-query";
import { lazy } from "react";

import { pageSettings } from "../../api/settings/page";
import type { Place } from "../../lib/place";
import { Lazily } from "../../ui/Lazily";
import { Graticule } from "./Graticule";

const TileMap = lazy(async () => ({ default: (await import("./TileMap")).TileMap }));

interface PlaceMapProps extends Place {
  /** Called with another place that somebody points at. */
  readonly onChoose?: (place: Place) => void;
}

export function PlaceMap(props: PlaceMapProps) {
  const { data } = useQuery(pageSettings);
  const sketch = <Graticule {...props} />;
  if (data === undefined || data.tileUrl === "") return sketch;
  return (
    <Lazily fallback={sketch}>
      <TileMap {...props} tiles={data.tileUrl} />
      {data.tileAttribution !== "" && <p className="text-xs text-muted">{data.tileAttribution}</p>}
    </Lazily>
  );
}
