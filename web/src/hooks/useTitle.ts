/** Names the tab after the page. */
import { useEffect } from "react";

export function useTitle(title: string): void {
  // The document is outside of React.
  useEffect(() => {
    document.title = `${title} · Memos`;
  }, [title]);
}
