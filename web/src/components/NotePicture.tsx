/** A picture in the text of a note; a press shows it as large as the screen allows. */
import { useState } from "react";

import { useT } from "../i18n";
import { useLightbox } from "./media/useLightbox";

interface NotePictureProps {
  readonly address: string;
  readonly alt: string;
}

export function NotePicture({ address, alt }: NotePictureProps) {
  const t = useT();
  const [isMissing, setMissing] = useState(false);
  const { open, view } = useLightbox([{ address, title: alt }]);
  if (isMissing) return <span className="missing">{t("memo.media.missing", { name: alt === "" ? t("memo.media.picture") : alt })}</span>;
  return (
    <>
      <button type="button" className="picture" aria-label={t("memo.media.open", { name: alt === "" ? t("memo.media.picture") : alt })} onClick={() => open(0)}>
        <img src={address} alt={alt} loading="lazy" decoding="async" onError={() => setMissing(true)} />
      </button>
      {view}
    </>
  );
}
