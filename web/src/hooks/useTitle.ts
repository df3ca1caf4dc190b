/** Names the tab after the page. */
import { useEffect } from "react";

import { t } from "../i18n";

export function useTitle(title: string): void {
  // The document is outside of React.
  useEffect(() => {
    document.title = `${title} · ${t("common.product")}`;
  }, [title]);
}
