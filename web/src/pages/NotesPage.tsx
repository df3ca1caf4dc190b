/** The notes of the user: the composer, and everything written so far or what a search finds. */
import { NotebookPen, SearchX } from "lucide-react";
import { Link } from "react-router";

import { Composer } from "../components/Composer";
import { MemoStream } from "../components/MemoStream";
import { SearchChips } from "../components/SearchChips";
import { State } from "../gen/memos/api/v1/common_pb";
import { phone, useMedia } from "../hooks/useMedia";
import { useSearch } from "../hooks/useSearch";
import { useTitle } from "../hooks/useTitle";
import { useUser } from "../hooks/useUser";
import { isEverything } from "../lib/search";
import { paths } from "../paths";
import { Notice } from "../ui/Notice";

export function NotesPage() {
  const search = useSearch();
  const { name } = useUser();
  const isPhone = useMedia(phone);
  useTitle(search.tag === "" ? "Notes" : `#${search.tag}`);
  return (
    <div className="space-y-4">
      <h1 className="sr-only">Notes</h1>
      {!isPhone && <Composer />}
      <SearchChips search={search} pathTo={paths.notes} />
      <MemoStream
        listing={{ state: State.NORMAL, search, creator: name }}
        empty={
          isEverything(search) ? (
            <Notice icon={NotebookPen} title="Your notes will be here">
              Write the first one: a thought, a list, a link. A #tag anywhere in it helps to find it again.
            </Notice>
          ) : (
            <Notice
              icon={SearchX}
              title="No note matches"
              action={
                <Link to={paths.notes()} className="text-sm font-medium text-accent hover:underline">
                  Show all notes
                </Link>
              }
            >
              Try fewer words, or look in the <Link to={paths.archive(search)} className="underline">archive</Link>.
            </Notice>
          )
        }
      />
    </div>
  );
}
