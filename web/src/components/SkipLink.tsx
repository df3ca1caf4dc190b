/** The first stop of the Tab key: leads past everything that is on every page. */
import { useT } from "../i18n";

export const contentId = "content";

export function SkipLink() {
  const t = useT();
  // Not a fragment link: the page's base address would turn it into another page.
  return (
    <button
      type="button"
      onClick={() => document.getElementById(contentId)?.focus()}
      className="fixed start-3 top-3 z-50 -translate-y-20 rounded-lg bg-accent min-h-11 px-4 text-sm font-medium text-on-accent focus-visible:translate-y-0"
    >
      {t("shell.skip")}
    </button>
  );
}
