/** A Mermaid diagram: drawn in a frame without rights, shown as a picture, in which no script ever runs. */
import { type ReactNode, useEffect, useState } from "react";

import { t } from "../i18n";
import { dark, useMedia } from "../hooks/useMedia";
import { draw, type Drawn } from "./diagrams";

interface DiagramProps {
  readonly source: string;
  /** The diagram as it was written, until it is drawn and where it cannot be. */
  readonly written: ReactNode;
}

function chosenTheme(): string | undefined {
  return document.documentElement.dataset["theme"];
}

export function Diagram({ source, written }: DiagramProps) {
  const prefersDark = useMedia(dark);
  const theme = chosenTheme();
  const isDark = theme === undefined ? prefersDark : theme === "dark";
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  // The picture is made elsewhere, and its address must be given back.
  useEffect(() => {
    let isWanted = true;
    let address = "";
    void draw(source, isDark).then((result) => {
      if (!isWanted) return;
      address = "address" in result ? result.address : "";
      setDrawn(result);
    });
    return () => {
      isWanted = false;
      if (address !== "") URL.revokeObjectURL(address);
    };
  }, [source, isDark]);
  if (drawn === null) return written;
  if ("fault" in drawn) {
    return (
      <>
        <p className="fault">{t("markdown.diagramFault", { reason: drawn.fault })}</p>
        {written}
      </>
    );
  }
  return (
    <figure className="diagram">
      <img src={drawn.address} width={drawn.width} height={drawn.height} alt={t("markdown.diagram")} />
      <details>
        <summary>{t("markdown.diagramSource")}</summary>
        {written}
      </details>
    </figure>
  );
}
