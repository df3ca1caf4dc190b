/** Above a list: what is being looked for, and in which order and layout it is shown. */
import { ListChecks } from "lucide-react";

import { useSelection } from "../hooks/useSelection";
import { useT } from "../i18n";
import { pressOf } from "../lib/keys";
import type { Search } from "../lib/search";
import { beginSelecting, endSelecting } from "../stores/selection";
import { IconButton } from "../ui/IconButton";
import { SearchChips } from "./SearchChips";
import { ViewMenu } from "./ViewMenu";

interface FindBarProps {
  readonly search: Search;
  readonly pathTo: (search: Search) => string;
}

export function FindBar({ search, pathTo }: FindBarProps) {
  const t = useT();
  const { isOpen } = useSelection();
  return (
    <div className="mb-0 flex items-start justify-between gap-2">
      <SearchChips search={search} pathTo={pathTo} />
      <span className="ms-auto flex shrink-0">
        <IconButton
          icon={ListChecks}
          label={t("selection.begin")}
          press={pressOf("select")}
          onClick={isOpen ? endSelecting : beginSelecting}
        />
        <ViewMenu search={search} pathTo={pathTo} />
      </span>
    </div>
  );
}
