/** The tags of the user as a tree, each with how many notes carry it or one below it. */
import { memo, useState } from "react";

import type { Overview } from "../../gen/appliance/v1/overview_service_pb";
import { useSearch } from "../../hooks/useSearch";
import { useT } from "../../i18n";
import { pruned, tagTree } from "../../lib/tagTree";
import { Button } from "../../ui/Button";
import { TagBranch } from "./TagBranch";

/** More than these are asked for by name. */
const shownAtFirst = 30;
const searchedFrom = 12;

interface TagTreeProps {
  readonly overview: Overview | undefined;
  /** Asks again, where the tags could not be had. */
  readonly onRetry: (() => void) | null;
  readonly onFollow?: () => void;
}

export const TagTree = memo(function TagTree({ overview, onRetry, onFollow }: TagTreeProps) {
  const t = useT();
  const search = useSearch();
  const [wanted, setWanted] = useState("");
  const [showsAll, setShowsAll] = useState(false);
  const tree = tagTree(overview?.tags ?? [], overview?.branches ?? []);
  const found = wanted.trim() === "" ? tree : pruned(tree, wanted.trim());
  const isCut = !showsAll && wanted.trim() === "" && found.length > shownAtFirst;
  return (
    <nav aria-label={t("tags.title")}>
      <h2 className="px-2 pb-1 text-xs font-medium text-muted">{t("tags.title")}</h2>
      {onRetry !== null && (
        <Button kind="quiet" onClick={onRetry}>
          {t("tags.failed")}
        </Button>
      )}
      {overview !== undefined && tree.length === 0 && <p className="px-2 py-1 text-sm text-muted">{t("tags.empty")}</p>}
      {tree.length > searchedFrom && (
        <input
          type="search"
          value={wanted}
          aria-label={t("tags.find")}
          placeholder={t("tags.find")}
          onChange={(event) => setWanted(event.currentTarget.value)}
          className="mb-1 h-8 w-full rounded-lg border border-line bg-raised px-2 text-sm pointer-coarse:h-11"
        />
      )}
      <ul>
        {(isCut ? found.slice(0, shownAtFirst) : found).map((node) => (
          <TagBranch key={node.tag} node={node} search={search} isFound={wanted.trim() !== ""} onFollow={onFollow} />
        ))}
      </ul>
      {wanted.trim() !== "" && found.length === 0 && <p className="px-2 py-1 text-sm text-muted">{t("tags.noMatch")}</p>}
      {isCut && (
        <Button kind="quiet" className="mt-1" onClick={() => setShowsAll(true)}>
          {t("tags.all", { count: tree.length })}
        </Button>
      )}
    </nav>
  );
});
