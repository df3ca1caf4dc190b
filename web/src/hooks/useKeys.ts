/** Listens for the keys of the page: never while a dialog is open; while somebody types, only for the palette. */
import { useEffect, useRef } from "react";

import { type Act, actOf, isTyping, spell } from "../lib/keys";

/** A pair such as `g n` must follow within this, in milliseconds. */
const patience = 1000;

/** One that is fading out is over. */
const openOverlay = ':is([role="dialog"], [role="alertdialog"], [role="menu"]):not([data-closed])';

function isBusy(event: KeyboardEvent): boolean {
  const overlay = document.querySelector(openOverlay);
  return event.defaultPrevented || event.isComposing || overlay !== null;
}

/** `onAct` says whether it did something with the key. */
export function useKeys(onAct: (act: Act) => boolean): void {
  const latest = useRef(onAct);
  useEffect(() => {
    latest.current = onAct;
  });
  // One listener on the document for as long as the page stands.
  useEffect(() => {
    let before = "";
    let since = 0;
    const listen = (event: KeyboardEvent): void => {
      if (isBusy(event)) return;
      const press = spell(event);
      const act = actOf(press, event.timeStamp - since < patience ? before : "");
      [before, since] = [press, event.timeStamp];
      if (isTyping(event.target) && act !== "palette") return;
      if (act !== null && latest.current(act)) event.preventDefault();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
