/** The searches that the user saved. */
import { useQuery } from "@tanstack/react-query";
import { Filter, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { Link } from "react-router";

import { deleteShortcut, type ShortcutDraft, shortcuts } from "../api/shortcuts";
import { ShortcutDialog } from "../components/ShortcutDialog";
import type { Shortcut } from "../gen/memos/api/v1/shortcut_service_pb";
import { useTitle } from "../hooks/useTitle";
import { useUser } from "../hooks/useUser";
import { useT } from "../i18n";
import { paths } from "../paths";
import { Confirm } from "../components/Confirm";
import { Loaded } from "../components/Loaded";
import { Button } from "../ui/Button";
import { IconButton } from "../ui/IconButton";
import { Notice } from "../ui/Notice";
import { PageTitle } from "../ui/PageTitle";
import { Row, Rows } from "../ui/Rows";

interface ListProps {
  readonly list: readonly Shortcut[];
  readonly onEdit: (shortcut: Shortcut) => void;
  readonly onDelete: (shortcut: Shortcut) => void;
}

function List({ list, onEdit, onDelete }: ListProps) {
  const t = useT();
  if (list.length === 0) {
    return (
      <Notice icon={Filter} title={t("shortcuts.emptyTitle")}>
        {t("shortcuts.emptyHint")}
      </Notice>
    );
  }
  return (
    <div className="rounded-xl border border-line bg-raised px-4 py-2 sm:px-5">
      <Rows label={t("shell.shortcuts")}>
        {list.map((shortcut) => (
          <Row
            key={shortcut.name}
            icon={Filter}
            title={
              <Link to={paths.notes({ filter: shortcut.filter })} className="hover:underline">
                <bdi>{shortcut.title}</bdi>
              </Link>
            }
            action={
              <>
                <IconButton icon={Pencil} label={t("shortcuts.editNamed", { title: shortcut.title })} onClick={() => onEdit(shortcut)} />
                <IconButton icon={Trash2} label={t("shortcuts.deleteNamed", { title: shortcut.title })} onClick={() => onDelete(shortcut)} />
              </>
            }
          >
            <code>{shortcut.filter}</code>
          </Row>
        ))}
      </Rows>
    </div>
  );
}

const blank: ShortcutDraft = { title: "", filter: "" };

export function ShortcutsPage() {
  const t = useT();
  const { name } = useUser();
  const query = useQuery(shortcuts(name));
  const [edited, setEdited] = useState<Shortcut | "new" | null>(null);
  const [doomed, setDoomed] = useState<Shortcut | null>(null);
  useTitle(t("shell.shortcuts"));
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <PageTitle title={t("shell.shortcuts")}>{t("shortcuts.lead")}</PageTitle>
        <Button kind="primary" onClick={() => setEdited("new")}>
          <Plus aria-hidden size={16} />
          {t("shortcuts.add")}
        </Button>
      </div>
      <Loaded query={query}>{(list) => <List list={list} onEdit={setEdited} onDelete={setDoomed} />}</Loaded>
      {edited !== null && (
        <ShortcutDialog
          shortcut={edited === "new" ? null : edited}
          draft={edited === "new" ? blank : edited}
          onClose={() => setEdited(null)}
        />
      )}
      <Confirm
        open={doomed !== null}
        title={t("shortcuts.deleteTitle", { title: doomed?.title ?? "" })}
        action={t("common.delete")}
        onClose={() => setDoomed(null)}
        onConfirm={() => deleteShortcut(name, doomed?.name ?? "")}
      >
        {t("shortcuts.deleteText")}
      </Confirm>
    </div>
  );
}
