/** Dialogs, drawers and sheets. What draws them is fetched when the page is idle, or when one is wanted. */
import { lazy, type ReactNode, type RefObject, useState } from "react";

import { Lazily } from "./Lazily";

/** In the middle; from the edge where lines start; the whole screen of a phone; a narrow list near the top. */
export type DialogShape = "box" | "drawer" | "sheet" | "top";

export interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly shape?: DialogShape;
  /** Leave the title to screen readers. */
  readonly bare?: boolean;
  readonly initialFocus?: RefObject<HTMLElement | null>;
  readonly children: ReactNode;
}

/** Fetches what draws dialogs. */
export const loadDialog = () => import("./DialogPopup");
const DialogPopup = lazy(async () => ({ default: (await loadDialog()).DialogPopup }));

export function Dialog(props: DialogProps) {
  const [wasOpened, setOpened] = useState(props.open);
  if (props.open && !wasOpened) setOpened(true);
  if (!wasOpened) return null;
  const giveUp = (): void => {
    setOpened(false);
    props.onClose();
  };
  return (
    <Lazily onMissing={giveUp}>
      <DialogPopup {...props} />
    </Lazily>
  );
}
