/** What everybody lets others read, the newest first. */
import { Compass, SearchX } from "lucide-react";

import { MemoStream } from "../components/MemoStream";
import { SearchChips } from "../components/SearchChips";
import { ViewMenu } from "../components/ViewMenu";
import { State } from "../gen/memos/api/v1/common_pb";
import { useSearch } from "../hooks/useSearch";
import { useTitle } from "../hooks/useTitle";
import { useT } from "../i18n";
import { isEverything } from "../lib/search";
import { paths } from "../paths";
import { Notice } from "../ui/Notice";
import { PageTitle } from "../ui/PageTitle";

export function ExplorePage() {
  const t = useT();
  const search = useSearch();
  useTitle(t("explore.title"));
  return (
    <div className="space-y-4">
      <div className="flex items-start justify-between gap-3">
        <PageTitle title={t("explore.title")}>{t("explore.lead")}</PageTitle>
        <ViewMenu search={search} pathTo={paths.explore} />
      </div>
      <SearchChips search={search} pathTo={paths.explore} />
      <MemoStream
        listing={{ state: State.NORMAL, search, creator: null }}
        empty={
          isEverything(search) ? (
            <Notice icon={Compass} title={t("explore.emptyTitle")}>
              {t("explore.emptyHint")}
            </Notice>
          ) : (
            <Notice icon={SearchX} title={t("memo.noMatch")}>
              {t("explore.noMatchHint")}
            </Notice>
          )
        }
      />
    </div>
  );
}
