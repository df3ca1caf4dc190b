/** Opens pictures on the whole screen; what shows them is fetched with the first one. */
import { lazy, type ReactNode, useState } from "react";

import { Lazily } from "../../ui/Lazily";
import type { Slide } from "./Lightbox";

const Lightbox = lazy(async () => ({ default: (await import("./Lightbox")).Lightbox }));

interface Opening {
  readonly open: (at: number) => void;
  readonly view: ReactNode;
}

export function useLightbox(slides: readonly Slide[]): Opening {
  const [at, setAt] = useState<number | null>(null);
  const view = at !== null && (
    <Lazily>
      <Lightbox slides={slides} at={at} onClose={() => setAt(null)} />
    </Lazily>
  );
  return { open: setAt, view };
}
