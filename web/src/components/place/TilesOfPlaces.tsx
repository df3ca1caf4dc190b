/** Many places on the tiles that the operator chose; fetched with the first such map. */
import { circleMarker, type LayerGroup, layerGroup, latLngBounds, map as newMap, type Map as TileMap, tileLayer } from "leaflet";
import "leaflet/dist/leaflet.css";
import { useEffect, useEffectEvent, useRef } from "react";

import { useT } from "../../i18n";
import { clustered } from "../../lib/clusters";
import type { Place } from "../../lib/place";

interface TilesOfPlacesProps {
  readonly places: readonly Place[];
  /** `https://…/{z}/{x}/{y}.png` */
  readonly tiles: string;
  /** Called with the indexes of the places at a mark. */
  readonly onChoose: (indexes: readonly number[]) => void;
}

/** The side of the squares that are one mark, in pixels. */
const square = 44;
/** A single place is shown with its surroundings. */
const nearest = 13;

interface Drawn {
  readonly map: TileMap;
  readonly marks: LayerGroup;
}

/** A map that shows all of the places; how it is moved then is its reader's. */
function beginning(host: HTMLElement, places: readonly Place[], tiles: string): Drawn {
  const map = newMap(host, { attributionControl: false, scrollWheelZoom: false });
  map.fitBounds(latLngBounds(places.map(({ latitude, longitude }) => [latitude, longitude])), { maxZoom: nearest, padding: [24, 24] });
  tileLayer(tiles, { referrerPolicy: "no-referrer" }).addTo(map);
  return { map, marks: layerGroup().addTo(map) };
}

function mark({ map, marks }: Drawn, places: readonly Place[], choose: (indexes: readonly number[]) => void): void {
  const numbered = places.map(({ latitude, longitude }, index) => ({ latitude, longitude, index }));
  const onMap = ({ latitude, longitude }: Place): readonly [number, number] => {
    const { x, y } = map.project([latitude, longitude]);
    return [x, y];
  };
  marks.clearLayers();
  for (const { latitude, longitude, members } of clustered(numbered, onMap, square)) {
    circleMarker([latitude, longitude], { radius: 7 + 2 * Math.log2(members.length), className: "place-mark" })
      .bindTooltip(String(members.length))
      .on("click", () => choose(members.map(({ index }) => index)))
      .addTo(marks);
  }
}

export function TilesOfPlaces({ places, tiles, onChoose }: TilesOfPlacesProps) {
  const t = useT();
  const host = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn>(null);
  const begin = useEffectEvent((element: HTMLElement, from: string) => beginning(element, places, from));
  const choose = useEffectEvent(onChoose);
  const draw = useEffectEvent((on: Drawn) => mark(on, places, (indexes) => choose(indexes)));
  // Leaflet draws into an element of its own.
  useEffect(() => {
    if (host.current === null) return undefined;
    const begun = begin(host.current, tiles);
    drawn.current = begun;
    draw(begun);
    begun.map.on("zoomend", () => draw(begun));
    return () => {
      drawn.current = null;
      begun.map.remove();
    };
  }, [tiles]);
  // The map stays where it was moved to when other places come.
  useEffect(() => {
    if (drawn.current !== null) mark(drawn.current, places, (indexes) => choose(indexes));
  }, [places]);
  return <div ref={host} role="region" aria-label={t("memo.place.map")} className="aspect-2/1 w-full rounded-xl bg-sunken" />;
}
