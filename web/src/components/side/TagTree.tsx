/** The tags of the user as a tree, each with how many notes carry it or one below it. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { ownOverview } from "../../api/overview";
import { useSearch } from "../../hooks/useSearch";
import { useT } from "../../i18n";
import { pruned, tagTree } from "../../lib/tagTree";
import { Button } from "../../ui/Button";
import { TagBranch } from "./TagBranch";

/** More than these are asked for by name. */
const shownAtFirst = 30;
const searchedFrom = 12;

export function TagTree({ onFollow }: { readonly onFollow?: () => void }) {
  const t = useT();
  const { data, isError, refetch } = useQuery(ownOverview);
  const search = useSearch();
  const [wanted, setWanted] = useState("");
  const [showsAll, setShowsAll] = useState(false);
  const tree = tagTree(data?.tags ?? [], data?.branches ?? []);
  const found = wanted.trim() === "" ? tree : pruned(tree, wanted.trim());
  const isCut = !showsAll && wanted.trim() === "" && found.length > shownAtFirst;
  return (
    <nav aria-label={t("tags.title")}>
      <h2 className="px-2 pb-1 text-xs font-medium text-muted">{t("tags.title")}</h2>
      {isError && data === undefined && (
        <Button kind="quiet" onClick={() => void refetch()}>
          {t("tags.failed")}
        </Button>
      )}
      {data !== undefined && tree.length === 0 && <p className="px-2 py-1 text-sm text-muted">{t("tags.empty")}</p>}
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
}
