/** Pictures as large as the screen: zoom, pan, swipe, arrows, download. Fetched with the first picture that is opened. */
import Base, { type Labels } from "yet-another-react-lightbox";
import Captions from "yet-another-react-lightbox/plugins/captions";
import Counter from "yet-another-react-lightbox/plugins/counter";
import Download from "yet-another-react-lightbox/plugins/download";
import Zoom from "yet-another-react-lightbox/plugins/zoom";
import "yet-another-react-lightbox/styles.css";
import "yet-another-react-lightbox/plugins/captions.css";
import "yet-another-react-lightbox/plugins/counter.css";

import { useT } from "../../i18n";

export interface Slide {
  readonly address: string;
  readonly title: string;
}

interface LightboxProps {
  readonly slides: readonly Slide[];
  readonly at: number;
  readonly onClose: () => void;
}

const stillness = matchMedia("(prefers-reduced-motion: reduce)");

export function Lightbox({ slides, at, onClose }: LightboxProps) {
  const t = useT();
  const labels: Labels = {
    Lightbox: t("memo.media.pictures"),
    "Photo gallery": t("memo.media.pictures"),
    Close: t("common.close"),
    Next: t("memo.media.next"),
    Previous: t("memo.media.previous"),
    Download: t("memo.media.download"),
    "Zoom in": t("memo.media.zoomIn"),
    "Zoom out": t("memo.media.zoomOut"),
    "{index} of {total}": t("memo.media.place", { index: "{index}", total: "{total}" }),
  };
  const isOne = slides.length === 1;
  return (
    <Base
      open
      index={at}
      close={onClose}
      slides={slides.map(({ address, title }) => ({
        src: address,
        alt: title,
        title,
        download: { url: address, filename: title },
      }))}
      plugins={[Captions, Counter, Download, Zoom]}
      labels={labels}
      counter={{ container: { style: { top: "unset", bottom: 0 } } }}
      carousel={{ finite: true, padding: 0 }}
      controller={{ closeOnBackdropClick: true, closeOnPullDown: true }}
      animation={stillness.matches ? { fade: 0, swipe: 0, zoom: 0 } : { fade: 160, swipe: 220, zoom: 160 }}
      zoom={{ maxZoomPixelRatio: 4, scrollToZoom: true }}
      {...(isOne ? { render: { buttonPrev: () => null, buttonNext: () => null } } : {})}
    />
  );
}
