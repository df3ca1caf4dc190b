/** Saves a note as a picture; what draws it is fetched when it is wanted. */
import { ImageDown } from "lucide-react";
import { useState } from "react";

import { useT } from "../../i18n";
import { say } from "../../stores/snackbar";
import { Button } from "../../ui/Button";

interface PictureButtonProps {
  /** The resource name of the note, which its card carries. */
  readonly name: string;
}

async function save(name: string): Promise<void> {
  const card = document.querySelector<HTMLElement>(`article[data-memo="${CSS.escape(name)}"]`);
  if (card === null) return;
  const { toPng } = await import("html-to-image");
  const address = await toPng(card, {
    pixelRatio: 2,
    // Fonts are the system's: there is nothing to fetch.
    skipFonts: true,
    filter: (node) => !(node instanceof HTMLElement) || !node.matches("button, footer, video"),
  });
  const link = document.createElement("a");
  link.href = address;
  link.download = `${name.replace("/", "-")}.png`;
  link.click();
}

export function PictureButton({ name }: PictureButtonProps) {
  const t = useT();
  const [isBusy, setBusy] = useState(false);
  const press = (): void => {
    setBusy(true);
    save(name)
      .catch(() => say(t("share.pictureFailed"), { tone: "danger" }))
      .finally(() => setBusy(false));
  };
  return (
    <Button onClick={press} disabled={isBusy} className="w-full">
      <ImageDown aria-hidden size={16} strokeWidth={1.75} />
      {t("share.picture")}
    </Button>
  );
}
