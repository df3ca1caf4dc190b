/** A map of the tiles that the operator chose; fetched with the first map that somebody opens. */
import { circleMarker, type LeafletMouseEvent, map as newMap, tileLayer } from "leaflet";
import "leaflet/dist/leaflet.css";
import { useEffect, useEffectEvent, useRef } from "react";

import { useT } from "../../i18n";
import type { Place } from "../../lib/place";

interface TileMapProps extends Place {
  /** `https://…/{z}/{x}/{y}.png` */
  readonly tiles: string;
  readonly onChoose?: ((place: Place) => void) | undefined;
}

export function TileMap({ latitude, longitude, tiles, onChoose }: TileMapProps) {
  const t = useT();
  const place = useRef<HTMLDivElement>(null);
  /** Kept while the place moves on it. */
  const zoom = useRef(13);
  const choose = useEffectEvent(({ latlng }: LeafletMouseEvent) => {
    const { lat, lng } = latlng.wrap();
    onChoose?.({ latitude: lat, longitude: lng });
  });
  // Leaflet draws into an element of its own.
  useEffect(() => {
    if (place.current === null) return undefined;
    const map = newMap(place.current, { attributionControl: false, scrollWheelZoom: false });
    map.setView([latitude, longitude], zoom.current);
    map.on("click", choose).on("zoomend", () => (zoom.current = map.getZoom()));
    tileLayer(tiles, { referrerPolicy: "no-referrer" }).addTo(map);
    circleMarker([latitude, longitude], { radius: 8, className: "place-mark" }).addTo(map);
    return () => {
      map.remove();
    };
  }, [latitude, longitude, tiles]);
  return <div ref={place} role="region" aria-label={t("memo.place.map")} className="aspect-2/1 w-full rounded-lg bg-sunken" />;
}
