/** Everything that can be done with a note. */
import {
  Archive,
  ArchiveRestore,
  ClipboardCopy,
  Ellipsis,
  Link2,
  ListChecks,
  ListX,
  Pencil,
  Pin,
  PinOff,
  Trash2,
} from "lucide-react";

import { State } from "../gen/memos/api/v1/common_pb";
import type { Memo } from "../gen/memos/api/v1/memo_service_pb";
import type { MemoActions } from "../hooks/useMemoActions";
import { type Translate, useT } from "../i18n";
import { pressOf } from "../lib/keys";
import { tasksOf, withAllTasks } from "../markdown/tasks";
import { IconButton } from "../ui/IconButton";
import { Menu, type MenuEntry, type MenuItem } from "../ui/Menu";
import { audienceOf, audiences } from "./visibilities";

interface MemoMenuProps {
  readonly memo: Memo;
  readonly isOwn: boolean;
  readonly actions: MemoActions;
  readonly onEdit: () => void;
}

function taskEntries(memo: Memo, actions: MemoActions, t: Translate): MenuItem[] {
  const tasks = memo.property?.hasTaskList === true ? tasksOf(memo.content) : [];
  const all = (done: boolean) => () => void actions.write((content) => withAllTasks(content, done));
  const check: MenuItem = { kind: "item", icon: ListChecks, label: t("memo.checkAll"), onSelect: all(true) };
  const uncheck: MenuItem = { kind: "item", icon: ListX, label: t("memo.uncheckAll"), onSelect: all(false) };
  return [...(tasks.some(({ isDone }) => !isDone) ? [check] : []), ...(tasks.some(({ isDone }) => isDone) ? [uncheck] : [])];
}

function readingEntries(actions: MemoActions, t: Translate): MenuEntry[] {
  return [
    { kind: "item", icon: Link2, label: t("memo.copyLink"), press: pressOf("link"), onSelect: () => void actions.copyLink() },
    { kind: "item", icon: ClipboardCopy, label: t("memo.copyText"), onSelect: () => void actions.copyText() },
  ];
}

function audienceEntry(memo: Memo, actions: MemoActions, t: Translate): MenuEntry {
  return {
    kind: "choices",
    label: t("composer.visibility"),
    value: audienceOf(memo.visibility).value,
    choices: audiences.map(({ value, label, icon }) => ({ value, icon, label: t(label) })),
    onChoose: (wanted) => {
      const audience = audiences.find(({ value }) => value === wanted);
      if (audience !== undefined) void actions.showTo(audience.visibility);
    },
  };
}

function ownEntries({ memo, actions, onEdit }: MemoMenuProps, t: Translate): MenuEntry[] {
  const isArchived = memo.state === State.ARCHIVED;
  const pin: MenuItem = {
    kind: "item",
    icon: memo.pinned ? PinOff : Pin,
    label: t(memo.pinned ? "memo.unpin" : "memo.pin"),
    press: pressOf("pin"),
    onSelect: () => void actions.pin(),
  };
  const archive: MenuItem = {
    kind: "item",
    icon: isArchived ? ArchiveRestore : Archive,
    label: t(isArchived ? "common.restore" : "memo.archive"),
    press: pressOf("archive"),
    onSelect: () => void actions.archive(),
  };
  const remove: MenuItem = {
    kind: "item",
    icon: Trash2,
    label: t("common.delete"),
    press: pressOf("delete"),
    danger: true,
    onSelect: () => void actions.remove(),
  };
  return [
    { kind: "item", icon: Pencil, label: t("common.edit"), press: pressOf("edit"), onSelect: onEdit },
    pin,
    ...taskEntries(memo, actions, t),
    ...readingEntries(actions, t),
    { kind: "line" },
    audienceEntry(memo, actions, t),
    { kind: "line" },
    archive,
    remove,
  ];
}

export function MemoMenu(props: MemoMenuProps) {
  const t = useT();
  const trigger = <IconButton icon={Ellipsis} label={t("common.more")} />;
  return <Menu trigger={trigger} entries={() => (props.isOwn ? ownEntries(props, t) : readingEntries(props.actions, t))} />;
}
