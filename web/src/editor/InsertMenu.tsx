/** What can be put into a note besides words. */
import { CalendarDays, Clock, ImagePlus, Link2, MapPin, Mic, Paperclip, Plus } from "lucide-react";

import { useT } from "../i18n";
import { IconButton } from "../ui/IconButton";
import { Menu } from "../ui/Menu";

/** Everything that a note can get; the slash menu offers the same. */
export interface Insertions {
  readonly attach: () => void;
  readonly picture: () => void;
  readonly record: () => void;
  readonly place: () => void;
  readonly times: () => void;
  readonly note: () => void;
  readonly date: () => void;
}

export function InsertMenu({ insertions }: { readonly insertions: Insertions }) {
  const t = useT();
  return (
    <Menu
      align="start"
      movesFocus
      trigger={<IconButton icon={Plus} label={t("editor.insert")} />}
      entries={[
        { kind: "item", icon: Paperclip, label: t("editor.attach"), onSelect: insertions.attach },
        { kind: "item", icon: ImagePlus, label: t("editor.picture"), onSelect: insertions.picture },
        { kind: "item", icon: Mic, label: t("editor.record"), onSelect: insertions.record },
        { kind: "line" },
        { kind: "item", icon: Link2, label: t("editor.note"), onSelect: insertions.note },
        { kind: "item", icon: CalendarDays, label: t("editor.date"), onSelect: insertions.date },
        { kind: "item", icon: MapPin, label: t("editor.place"), onSelect: insertions.place },
        { kind: "item", icon: Clock, label: t("editor.times"), onSelect: insertions.times },
      ]}
    />
  );
}
