/** A small picture of somebody: chosen from a file, cut square, or none. */
import { useRef, useState } from "react";

import { Avatar } from "../components/Avatar";
import { useT } from "../i18n";
import { squarePicture } from "../lib/pictures";
import { Button } from "../ui/Button";

/** Pixels: sharp at the sizes in which it is shown. */
const side = 256;

interface AvatarFieldProps {
  readonly name: string;
  readonly url: string;
  readonly onChange: (url: string) => void;
}

export function AvatarField({ name, url, onChange }: AvatarFieldProps) {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  const [isUnreadable, setUnreadable] = useState(false);
  const choose = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    try {
      onChange(await squarePicture(file, side));
      setUnreadable(false);
    } catch {
      setUnreadable(true);
    }
  };
  return (
    <div className="flex flex-wrap items-center gap-4">
      <Avatar name={name} url={url} size={64} />
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => input.current?.click()}>{t("settings.account.choosePicture")}</Button>
        {url !== "" && (
          <Button kind="quiet" onClick={() => onChange("")}>
            {t("settings.account.removePicture")}
          </Button>
        )}
      </div>
      <input
        ref={input}
        type="file"
        accept="image/*"
        className="hidden"
        aria-label={t("settings.account.choosePicture")}
        onChange={(event) => void choose(event.currentTarget.files?.[0])}
      />
      {isUnreadable && (
        <p role="alert" className="basis-full text-sm text-danger">
          {t("settings.account.unreadablePicture")}
        </p>
      )}
    </div>
  );
}
