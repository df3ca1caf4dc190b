/** The tags of the user with how often each is used. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";

import { ownOverview } from "../api/overview";
import { useSearch } from "../hooks/useSearch";
import { cx } from "../lib/cx";
import { paths } from "../paths";
import { Button } from "../ui/Button";

const shownAtFirst = 30;
const numbers = new Intl.NumberFormat();

interface TagListProps {
  readonly onFollow?: () => void;
}

export function TagList({ onFollow }: TagListProps) {
  const { data, isError, refetch } = useQuery(ownOverview);
  const search = useSearch();
  const [showsAll, setShowsAll] = useState(false);
  const tags = data?.tags ?? [];
  return (
    <nav aria-label="Tags">
      <h2 className="px-2 pb-1 text-xs font-medium text-muted">Tags</h2>
      {isError && data === undefined && (
        <Button kind="quiet" onClick={() => void refetch()}>
          Tags could not be loaded. Try again
        </Button>
      )}
      {data !== undefined && tags.length === 0 && (
        <p className="px-2 py-1 text-sm text-muted">Write #something in a note, and it appears here.</p>
      )}
      <ul>
        {(showsAll ? tags : tags.slice(0, shownAtFirst)).map(({ tag, memoCount }) => {
          const isChosen = tag === search.tag;
          return (
            <li key={tag}>
              <Link
                to={paths.notes({ words: search.words, tag: isChosen ? "" : tag })}
                aria-current={isChosen ? "true" : undefined}
                title={`#${tag}`}
                {...(onFollow === undefined ? {} : { onClick: onFollow })}
                className={cx(
                  "flex min-h-8 items-center gap-2 rounded-lg px-2 text-sm transition-colors pointer-coarse:min-h-11",
                  isChosen ? "bg-accent-soft font-medium text-accent" : "text-ink hover:bg-sunken",
                )}
              >
                <span className="min-w-0 flex-1 truncate">
                  <span aria-hidden className={isChosen ? "" : "text-muted"}>
                    #
                  </span>
                  {tag}
                </span>
                <span aria-label={memoCount === 1 ? "1 note" : `${memoCount} notes`} className="text-xs text-muted tabular-nums">
                  {numbers.format(memoCount)}
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
      {tags.length > shownAtFirst && !showsAll && (
        <Button kind="quiet" className="mt-1" onClick={() => setShowsAll(true)}>
          All {numbers.format(tags.length)} tags
        </Button>
      )}
    </nav>
  );
}
