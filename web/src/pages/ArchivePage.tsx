/** Notes that were put away. */
import { Archive, SearchX } from "lucide-react";

import { useT } from "../i18n";
import { MemoStream } from "../components/MemoStream";
import { SearchChips } from "../components/SearchChips";
import { State } from "../gen/memos/api/v1/common_pb";
import { useSearch } from "../hooks/useSearch";
import { useTitle } from "../hooks/useTitle";
import { useUser } from "../hooks/useUser";
import { isEverything } from "../lib/search";
import { paths } from "../paths";
import { Notice } from "../ui/Notice";
import { PageTitle } from "../ui/PageTitle";

export function ArchivePage() {
  const t = useT();
  const search = useSearch();
  const { name } = useUser();
  useTitle(t("archive.title"));
  return (
    <div className="space-y-4">
      <PageTitle title={t("archive.title")}>{t("archive.lead")}</PageTitle>
      <SearchChips search={search} pathTo={paths.archive} />
      <MemoStream
        listing={{ state: State.ARCHIVED, search, creator: name }}
        empty={
          isEverything(search) ? (
            <Notice icon={Archive} title={t("archive.emptyTitle")}>
              {t("archive.emptyHint")}
            </Notice>
          ) : (
            <Notice icon={SearchX} title={t("archive.noMatch")} />
          )
        }
      />
    </div>
  );
}
