/** One tag of the tree, with those below it and what can be done with it. */
import { ChevronRight } from "lucide-react";
import { useState } from "react";

import { useT } from "../../i18n";
import { cx } from "../../lib/cx";
import type { Search } from "../../lib/search";
import { lasting } from "../../lib/storage";
import type { TagNode } from "../../lib/tagTree";
import { paths } from "../../paths";
import { SideLink } from "./SideLink";
import { TagMenu } from "./TagMenu";

const key = (tag: string): string => `appliance.open-tag.${tag.toLowerCase()}`;

interface TagBranchProps {
  readonly node: TagNode;
  readonly search: Search;
  /** Its place was searched for: all of it is shown. */
  readonly isFound: boolean;
  readonly onFollow?: (() => void) | undefined;
}

export function TagBranch({ node, search, isFound, onFollow }: TagBranchProps) {
  const t = useT();
  const { tag, label, count, children } = node;
  const [isOpen, setOpen] = useState(() => lasting.read(key(tag)) !== null);
  const chosen = search.tag.toLowerCase();
  const isChosen = chosen === tag.toLowerCase();
  const leadsToChosen = chosen.startsWith(`${tag.toLowerCase()}/`);
  const isUnfolded = isOpen || isFound || leadsToChosen;
  const fold = (): void => {
    lasting.write(key(tag), isUnfolded ? null : "1");
    setOpen(!isUnfolded);
  };
  return (
    <li>
      <div className="group/tag flex items-center">
        {children.length > 0 ? (
          <button
            type="button"
            aria-expanded={isUnfolded}
            aria-label={t("tags.below", { tag })}
            onClick={fold}
            className="grid size-6 shrink-0 place-items-center rounded text-muted hover:bg-sunken hover:text-ink pointer-coarse:size-11"
          >
            <ChevronRight aria-hidden size={14} className={cx("transition-transform rtl:rotate-180", isUnfolded && "rotate-90 rtl:rotate-90")} />
          </button>
        ) : (
          <span className="w-6 shrink-0" />
        )}
        <SideLink
          to={paths.notes({ ...search, tag: isChosen ? "" : tag })}
          isChosen={isChosen}
          title={`#${tag}`}
          count={count}
          countLabel={t("common.notes", { count })}
          onFollow={onFollow}
        >
          <bdi className="truncate">
            <span aria-hidden className={isChosen ? "" : "text-muted"}>
              #
            </span>
            {label}
          </bdi>
        </SideLink>
        <TagMenu tag={tag} search={search} />
      </div>
      {children.length > 0 && isUnfolded && (
        <ul className="ps-3">
          {children.map((child) => (
            <TagBranch key={child.tag} node={child} search={search} isFound={isFound} onFollow={onFollow} />
          ))}
        </ul>
      )}
    </li>
  );
}
