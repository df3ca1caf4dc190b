/** Everybody's accounts: made, changed, archived and deleted by administrators. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Archive, ArchiveRestore, MoreHorizontal, Pencil, Trash2, UserPlus } from "lucide-react";
import { useState } from "react";

import { explain } from "../api/errors";
import { archiveMember, deleteMember, isAdmin, isArchived, members } from "../api/settings/members";
import { Avatar } from "../components/Avatar";
import type { User } from "../gen/later/memos/api/v1/user_service_pb";
import { useUser } from "../hooks/useUser";
import { type Translate, useT } from "../i18n";
import { factsLine } from "../lib/facts";
import { say } from "../stores/snackbar";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { Group } from "../ui/Group";
import { IconButton } from "../ui/IconButton";
import { Menu, type MenuEntry } from "../ui/Menu";
import { Row, Rows } from "../ui/Rows";
import { Confirm } from "../components/Confirm";
import { Loaded } from "../components/Loaded";
import { MemberDialog } from "./MemberDialog";
import { day } from "./when";

interface Wishes {
  readonly onEdit: (user: User) => void;
  readonly onDelete: (user: User) => void;
}

async function setArchived(user: User, archived: boolean, t: Translate): Promise<void> {
  const name = user.displayName || user.username;
  try {
    await archiveMember(user, archived);
    say(t(archived ? "settings.members.archivedNow" : "settings.members.restoredNow", { name }));
  } catch (error) {
    say(explain(error).sentence, { tone: "danger" });
  }
}

function entriesFor(user: User, isSelf: boolean, { onEdit, onDelete }: Wishes, t: Translate): readonly MenuEntry[] {
  const archived = isArchived(user);
  const edit: MenuEntry = { kind: "item", icon: Pencil, label: t("common.edit"), onSelect: () => onEdit(user) };
  if (isSelf) return [edit];
  return [
    edit,
    {
      kind: "item",
      icon: archived ? ArchiveRestore : Archive,
      label: t(archived ? "settings.members.restore" : "settings.members.archive"),
      onSelect: () => void setArchived(user, !archived, t),
    },
    { kind: "item", icon: Trash2, label: t("common.delete"), danger: true, onSelect: () => onDelete(user) },
  ];
}

function MemberRow({ user, ...wishes }: { readonly user: User } & Wishes) {
  const t = useT();
  const self = useUser();
  const name = user.displayName || user.username;
  return (
    <Row
      picture={<Avatar name={name} url={user.avatarUrl} size={36} />}
      title={
        <span className="flex flex-wrap items-center gap-2">
          {name}
          {isAdmin(user) && <Badge tone="accent">{t("settings.members.admin")}</Badge>}
          {isArchived(user) && <Badge>{t("settings.members.archived")}</Badge>}
        </span>
      }
      action={
        <Menu
          trigger={<IconButton icon={MoreHorizontal} label={t("settings.members.more", { name })} />}
          entries={entriesFor(user, user.name === self.name, wishes, t)}
        />
      }
    >
      {factsLine([`@${user.username}`, user.email, t("settings.members.since", { day: day(user.createTime, "") })])}
    </Row>
  );
}

export function MembersSection() {
  const t = useT();
  const list = useInfiniteQuery(members);
  const [edited, setEdited] = useState<User | "new" | null>(null);
  const [doomed, setDoomed] = useState<User | null>(null);
  return (
    <Group
      title={t("settings.members.title")}
      lead={t("settings.members.lead")}
      action={
        <Button kind="primary" onClick={() => setEdited("new")}>
          <UserPlus aria-hidden size={16} strokeWidth={1.75} />
          {t("settings.members.add")}
        </Button>
      }
    >
      <Loaded query={list}>
        {({ pages }) => (
          <Rows label={t("settings.members.title")}>
            {pages
              .flatMap((page) => page.users)
              .map((user) => (
                <MemberRow key={user.name} user={user} onEdit={setEdited} onDelete={setDoomed} />
              ))}
          </Rows>
        )}
      </Loaded>
      {list.hasNextPage && (
        <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t("common.showMore")}
        </Button>
      )}
      {edited !== null && <MemberDialog user={edited === "new" ? null : edited} onClose={() => setEdited(null)} />}
      <Confirm
        open={doomed !== null}
        title={t("settings.members.deleteTitle", { name: doomed?.username ?? "" })}
        action={t("common.delete")}
        word={doomed?.username ?? ""}
        onClose={() => setDoomed(null)}
        onConfirm={async () => doomed !== null && deleteMember(doomed)}
      >
        {t("settings.members.deleteText")}
      </Confirm>
    </Group>
  );
}
