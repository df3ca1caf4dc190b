/** The notes of the user: the composer, and everything written so far or what a search finds. */
import { type ComponentType, lazy, Suspense, useEffect, useState } from "react";

import { useT } from "../i18n";
import { Failure } from "../components/Failure";
import { MemoStream } from "../components/MemoStream";
import { State } from "../gen/memos/api/v1/common_pb";
import { phone, useMedia } from "../hooks/useMedia";
import { useSearch } from "../hooks/useSearch";
import { useTitle } from "../hooks/useTitle";
import { useUser } from "../hooks/useUser";
import { home, paths } from "../paths";
import { Lazily } from "../ui/Lazily";

const loadComposer = async () => ({ default: (await import("../components/Composer")).Composer });
/** On its way before anybody is known to be signed in: whoever presses the key to write types at once. */
const early = location.pathname === home.pathname ? loadComposer() : null;
early?.catch(() => undefined);
const Composer = lazy(() => (early ?? loadComposer()).catch(() => ({ default: LateComposer })));
/** As tall as the composer, so that nothing jumps when it comes. */
const composerToBe = <div className="h-[8.4rem] rounded-xl border border-line-strong bg-raised" />;

/** What could not be fetched is asked for once more, and then whenever somebody wants to try again. */
function LateComposer() {
  const [Found, setFound] = useState<ComponentType | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    if (error === null) loadComposer().then((found) => setFound(() => found.default), setError);
  }, [error]);
  if (Found !== null) return <Found />;
  return error === null ? composerToBe : <Failure error={error} onRetry={() => setError(null)} />;
}

const NoNotes = lazy(async () => ({ default: (await import("../components/NoNotes")).NoNotes }));
const FindBar = lazy(async () => ({ default: (await import("../components/FindBar")).FindBar }));

export function NotesPage() {
  const t = useT();
  const search = useSearch();
  const { name } = useUser();
  const isPhone = useMedia(phone);
  useTitle(search.tag === "" ? t("shell.notes") : `#${search.tag}`);
  return (
    <div className="space-y-4">
      <h1 className="sr-only">{t("shell.notes")}</h1>
      {!isPhone && (
        <Suspense fallback={composerToBe}>
          <Composer />
        </Suspense>
      )}
      <div className="mb-0 min-h-9">
        <Lazily>
          <FindBar search={search} pathTo={paths.notes} />
        </Lazily>
      </div>
      <MemoStream
        listing={{ state: State.NORMAL, search, creator: name }}
        empty={
          <Lazily>
            <NoNotes search={search} />
          </Lazily>
        }
      />
    </div>
  );
}
