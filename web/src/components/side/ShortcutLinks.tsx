/** The searches that the user saved, and the one that everybody has: tasks that are not done. */
import { useQuery } from "@tanstack/react-query";
import { Filter, ListTodo, Settings2 } from "lucide-react";
import { Link } from "react-router";

import { ownOverview } from "../../api/overview";
import { shortcuts } from "../../api/shortcuts";
import { useSearch } from "../../hooks/useSearch";
import { useUser } from "../../hooks/useUser";
import { useT } from "../../i18n";
import { paths } from "../../paths";
import { SideLink } from "./SideLink";

const openTasks = "has:open";

export function ShortcutLinks({ onFollow }: { readonly onFollow?: () => void }) {
  const t = useT();
  const { name } = useUser();
  const { data = [] } = useQuery(shortcuts(name));
  const overview = useQuery(ownOverview);
  const search = useSearch();
  const open = overview.data?.openTaskCount ?? 0;
  return (
    <nav aria-label={t("shell.shortcuts")}>
      <header className="flex items-center justify-between ps-2">
        <h2 className="text-xs font-medium text-muted">{t("shell.shortcuts")}</h2>
        <Link
          to={paths.shortcuts()}
          aria-label={t("search.manageShortcuts")}
          title={t("search.manageShortcuts")}
          className="grid size-9 place-items-center rounded-lg text-muted hover:bg-sunken hover:text-ink pointer-coarse:size-11"
        >
          <Settings2 aria-hidden size={16} strokeWidth={1.75} />
        </Link>
      </header>
      <ul>
        {open > 0 && (
          <li className="flex">
            <SideLink
              to={paths.notes({ words: openTasks })}
              isChosen={search.words === openTasks}
              count={open}
              countLabel={t("common.notes", { count: open })}
              onFollow={onFollow}
            >
              <ListTodo aria-hidden size={15} strokeWidth={1.75} className="shrink-0 text-muted" />
              {t("search.openTasks")}
            </SideLink>
          </li>
        )}
        {data.map((shortcut) => (
          <li key={shortcut.name} className="flex">
            <SideLink
              to={paths.notes({ filter: search.filter === shortcut.filter ? "" : shortcut.filter })}
              isChosen={search.filter === shortcut.filter}
              title={shortcut.filter}
              onFollow={onFollow}
            >
              <Filter aria-hidden size={15} strokeWidth={1.75} className="shrink-0 text-muted" />
              <bdi className="truncate">{shortcut.title}</bdi>
            </SideLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
