/** Somebody's picture, or the first letter of the name where there is none. */
import { useState } from "react";

import { serverAddress } from "../paths";

interface AvatarProps {
  readonly name: string;
  /** As the server gives it; empty for none. */
  readonly url: string;
  /** Pixels of each side. */
  readonly size: number;
}

export function Avatar({ name, url, size }: AvatarProps) {
  const [broken, setBroken] = useState("");
  const letter = [...name.trim()][0]?.toUpperCase() ?? "?";
  if (url !== "" && url !== broken) {
    return (
      <img
        src={serverAddress(url)}
        alt=""
        width={size}
        height={size}
        className="shrink-0 rounded-full border border-line object-cover"
        style={{ width: size, height: size }}
        onError={() => setBroken(url)}
      />
    );
  }
  return (
    <span
      aria-hidden
      className="grid shrink-0 place-items-center rounded-full bg-accent-soft font-medium text-accent"
      style={{ width: size, height: size, fontSize: size * 0.44 }}
    >
      {letter}
    </span>
  );
}
