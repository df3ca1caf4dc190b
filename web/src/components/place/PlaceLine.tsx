/** Where a note was written; its map opens where it stands. */
import { ChevronDown, ExternalLink, MapPin } from "lucide-react";
import { useId, useState } from "react";

import type { Location } from "../../gen/memos/api/v1/memo_service_pb";
import { useT } from "../../i18n";
import { cx } from "../../lib/cx";
import { coordinates, isPlace, mapAddress } from "../../lib/place";
import { PlaceMap } from "./PlaceMap";

interface PlaceLineProps {
  readonly location: Location;
}

export function PlaceLine({ location }: PlaceLineProps) {
  const t = useT();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  if (!isPlace(location)) return null;
  const where = coordinates(location);
  return (
    <div className="mt-2">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
        className="flex min-h-9 max-w-full items-center gap-1.5 rounded-lg text-xs text-muted hover:text-ink pointer-coarse:min-h-11"
      >
        <MapPin aria-hidden size={14} strokeWidth={1.75} className="shrink-0" />
        <bdi className="truncate">{location.placeholder || where}</bdi>
        <ChevronDown aria-hidden size={14} strokeWidth={1.75} className={cx("shrink-0 transition-transform", isOpen && "rotate-180")} />
      </button>
      {isOpen && (
        <figure id={id} className="mt-1 space-y-1.5">
          <PlaceMap latitude={location.latitude} longitude={location.longitude} />
          <figcaption className="flex flex-wrap items-center justify-between gap-2 text-xs text-muted">
            <bdi className="tabular-nums">{where}</bdi>
            <a
              href={mapAddress(location)}
              target="_blank"
              rel="noopener noreferrer nofollow"
              className="inline-flex min-h-9 items-center gap-1 text-accent hover:underline pointer-coarse:min-h-11"
            >
              {t("memo.place.lookUp")}
              <ExternalLink aria-hidden size={13} strokeWidth={1.75} />
            </a>
          </figcaption>
        </figure>
      )}
    </div>
  );
}
