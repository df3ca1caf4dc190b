/** Says how many new notes wait above, and shows them when asked. */
import { ArrowUp } from "lucide-react";
import { useSyncExternalStore } from "react";

import { holds, type Listing, show } from "../api/memos";
import { useT } from "../i18n";
import { subscribeToNews, takeNews, waitingNews } from "../stores/news";

function reveal(): void {
  for (const memo of takeNews().toReversed()) show(memo);
  window.scrollTo({ top: 0 });
}

export function NewsPill({ listing }: { readonly listing: Listing }) {
  const t = useT();
  const waiting = useSyncExternalStore(subscribeToNews, waitingNews);
  const count = waiting.filter((memo) => holds(listing, memo)).length;
  if (count === 0) return null;
  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 top-16 z-20 flex justify-center lg:top-4">
      <button
        type="button"
        onClick={reveal}
        className="snack pointer-events-auto inline-flex min-h-10 items-center gap-1.5 rounded-full bg-accent px-4 text-sm font-medium text-on-accent shadow-overlay hover:bg-accent-strong pointer-coarse:min-h-11"
      >
        <ArrowUp aria-hidden size={16} strokeWidth={1.75} />
        {t("shell.newNotes", { count })}
      </button>
    </div>
  );
}
