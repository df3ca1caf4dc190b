/** The pictures of a note: tiles whose places are known before any of them is loaded, so that nothing jumps. */
import { Play } from "lucide-react";
import { useState } from "react";

import { fileAddress, type Picture } from "../../api/files";
import { useT } from "../../i18n";
import { numberFormat } from "../../i18n/formats";
import { cx } from "../../lib/cx";
import { tileColumns } from "./tiles";
import { useLightbox } from "./useLightbox";

interface CollageProps {
  readonly pictures: readonly Picture[];
  readonly shareToken: string;
  readonly isLibrary: boolean;
}

/** More than these wait behind the last tile. */
const most = 9;

function columnsOf(count: number): string {
  if (count === 1) return "grid-cols-1";
  return count === 2 || count === 4 ? "grid-cols-2" : "grid-cols-3";
}

function Film({ address, onEnd }: { readonly address: string; readonly onEnd: () => void }) {
  return (
    // oxlint-disable-next-line jsx-a11y/media-has-caption -- a second of what was before the lens
    <video src={address} autoPlay muted playsInline onEnded={onEnd} onError={onEnd} className="absolute inset-0 size-full object-cover" />
  );
}

interface TileProps {
  readonly picture: Picture;
  readonly shareToken: string;
  readonly isOnly: boolean;
  /** How many more there are than fit. */
  readonly hidden: number;
  readonly onOpen: () => void;
}

function Tile({ picture, shareToken, isOnly, hidden, onOpen }: TileProps) {
  const t = useT();
  const [isPlaying, setPlaying] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const { attachment, film } = picture;
  const label = attachment.filename;
  return (
    <div className={cx("relative overflow-hidden rounded-lg bg-sunken", isOnly ? "aspect-3/2" : "aspect-square")}>
      <button type="button" aria-label={t("memo.media.open", { name: label })} onClick={onOpen} className="absolute inset-0 size-full cursor-zoom-in">
        {isMissing ? (
          <span className="block truncate px-3 text-sm text-muted">{t("memo.media.missing", { name: label })}</span>
        ) : (
          <img
            src={fileAddress(attachment, "thumbnail", shareToken)}
            alt={label}
            loading="lazy"
            decoding="async"
            onError={() => setMissing(true)}
            className={cx("size-full rounded-none", isOnly ? "object-contain" : "object-cover")}
          />
        )}
        {hidden > 0 && (
          <span className="absolute inset-0 grid place-items-center bg-veil text-xl font-semibold text-white">{numberFormat({ signDisplay: "always" }).format(hidden)}</span>
        )}
      </button>
      {film !== null && isPlaying && (
        <Film address={fileAddress(film.attachment, film.part, shareToken)} onEnd={() => setPlaying(false)} />
      )}
      {film !== null && (
        <button
          type="button"
          aria-label={t("memo.media.playMotion", { name: label })}
          title={t("memo.media.motion")}
          onClick={() => setPlaying(true)}
          className="absolute top-2 left-2 grid size-9 place-items-center rounded-full bg-raised/85 text-ink pointer-coarse:size-11"
        >
          <Play aria-hidden size={16} strokeWidth={1.75} />
        </button>
      )}
    </div>
  );
}

export function Collage({ pictures, shareToken, isLibrary }: CollageProps) {
  const slides = pictures.map(({ attachment }) => ({
    address: fileAddress(attachment, "whole", shareToken),
    title: attachment.filename,
  }));
  const { open, view } = useLightbox(slides);
  const shown = isLibrary ? pictures : pictures.slice(0, most);
  const hidden = pictures.length - shown.length;
  return (
    <div className={cx("grid gap-1.5", isLibrary ? tileColumns : columnsOf(shown.length))}>
      {shown.map((picture, index) => (
        <Tile
          key={picture.attachment.name}
          picture={picture}
          shareToken={shareToken}
          isOnly={pictures.length === 1 && !isLibrary}
          hidden={index === shown.length - 1 ? hidden : 0}
          onOpen={() => open(index)}
        />
      ))}
      {view}
    </div>
  );
}
