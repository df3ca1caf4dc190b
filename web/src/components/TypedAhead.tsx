/** Puts what was typed before a form came into what it writes; stands beside the form. */
import { useEffect } from "react";

import { takeAhead } from "../stores/typeAhead";
import type { DraftBox } from "../stores/draftBox";

export function TypedAhead({ box }: { readonly box: DraftBox }) {
  useEffect(() => {
    const text = takeAhead();
    if (text !== "") box.change({ text: box.current().text + text });
  }, [box]);
  return null;
}
