/** What can be done with a tag. */
import { EyeOff, MoreHorizontal, Palette, Pencil } from "lucide-react";
import { lazy, useState } from "react";
import { useNavigate } from "react-router";

import { useT } from "../../i18n";
import { type Search, toggled } from "../../lib/search";
import { paths } from "../../paths";
import { IconButton } from "../../ui/IconButton";
import { Lazily } from "../../ui/Lazily";
import { Menu, type MenuEntry } from "../../ui/Menu";

const RenameTagDialog = lazy(async () => ({ default: (await import("../RenameTagDialog")).RenameTagDialog }));

interface TagMenuProps {
  readonly tag: string;
  readonly search: Search;
}

export function TagMenu({ tag, search }: TagMenuProps) {
  const t = useT();
  const navigate = useNavigate();
  const [isRenaming, setRenaming] = useState(false);
  const entries: readonly MenuEntry[] = [
    { kind: "item", icon: Pencil, label: t("tags.renameOrMerge"), onSelect: () => setRenaming(true) },
    {
      kind: "item",
      icon: EyeOff,
      label: t("tags.leaveOut"),
      onSelect: () => void navigate(paths.notes(toggled(search, { kind: "tag", value: tag, not: true }))),
    },
    { kind: "item", icon: Palette, label: t("tags.colour"), onSelect: () => void navigate(paths.settings("tags")) },
  ];
  return (
    <>
      <Menu
        trigger={
          <IconButton
            icon={MoreHorizontal}
            label={t("tags.more", { tag })}
            className="opacity-0 group-focus-within/tag:opacity-100 group-hover/tag:opacity-100 pointer-coarse:opacity-100"
          />
        }
        entries={entries}
      />
      {isRenaming && (
        <Lazily onMissing={() => setRenaming(false)}>
          <RenameTagDialog tag={tag} onClose={() => setRenaming(false)} />
        </Lazily>
      )}
    </>
  );
}
