/** Room for what belongs to a page but not into its column: beside it on wide screens, below it on others. */
import { createContext, type ReactNode, use } from "react";
import { createPortal } from "react-dom";

/** The element beside the column; null where there is no room. */
export const PanelContext = createContext<HTMLElement | null>(null);

export function RightPanel({ children }: { readonly children: ReactNode }) {
  const panel = use(PanelContext);
  return panel === null ? <div className="mt-6">{children}</div> : createPortal(children, panel);
}
