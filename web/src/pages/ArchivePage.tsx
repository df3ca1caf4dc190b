/** Notes that were put away. */
import { Archive, SearchX } from "lucide-react";

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
  const search = useSearch();
  const { name } = useUser();
  useTitle("Archive");
  return (
    <div className="space-y-4">
      <PageTitle title="Archive">Out of the way, still yours. Nobody else sees these notes.</PageTitle>
      <SearchChips search={search} pathTo={paths.archive} />
      <MemoStream
        listing={{ state: State.ARCHIVED, search, creator: name }}
        empty={
          isEverything(search) ? (
            <Notice icon={Archive} title="Nothing is archived">
              Archive a note to take it out of the stream without deleting it.
            </Notice>
          ) : (
            <Notice icon={SearchX} title="No archived note matches" />
          )
        }
      />
    </div>
  );
}
