/** Everything that can be done with a note. */
import { Archive, ArchiveRestore, Ellipsis, Link2, Pencil, Pin, PinOff, Trash2 } from "lucide-react";

import { State } from "../gen/memos/api/v1/common_pb";
import type { Memo } from "../gen/memos/api/v1/memo_service_pb";
import type { MemoActions } from "../hooks/useMemoActions";
import { pressOf } from "../lib/keys";
import { IconButton } from "../ui/IconButton";
import { Menu, type MenuEntry } from "../ui/Menu";

interface MemoMenuProps {
  readonly memo: Memo;
  readonly actions: MemoActions;
  readonly onEdit: () => void;
}

export function MemoMenu({ memo, actions, onEdit }: MemoMenuProps) {
  const isArchived = memo.state === State.ARCHIVED;
  const entries: readonly MenuEntry[] = [
    { kind: "item", icon: Pencil, label: "Edit", press: pressOf("edit"), onSelect: onEdit },
    {
      kind: "item",
      icon: memo.pinned ? PinOff : Pin,
      label: memo.pinned ? "Unpin" : "Pin",
      press: pressOf("pin"),
      onSelect: () => void actions.pin(),
    },
    {
      kind: "item",
      icon: Link2,
      label: "Copy link",
      press: pressOf("link"),
      onSelect: () => void actions.copyLink(),
    },
    { kind: "line" },
    {
      kind: "item",
      icon: isArchived ? ArchiveRestore : Archive,
      label: isArchived ? "Restore" : "Archive",
      press: pressOf("archive"),
      onSelect: () => void actions.archive(),
    },
    {
      kind: "item",
      icon: Trash2,
      label: "Delete",
      press: pressOf("delete"),
      danger: true,
      onSelect: () => void actions.remove(),
    },
  ];
  return <Menu trigger={<IconButton icon={Ellipsis} label="More" />} entries={entries} />;
}
