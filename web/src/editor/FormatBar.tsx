/** Formatting, one tap each; narrow screens scroll it sideways. */
import {
  AlignCenter,
  Bold,
  Code,
  Heading1,
  Heading2,
  Heading3,
  Italic,
  Link,
  List,
  ListOrdered,
  ListTodo,
  type LucideIcon,
  Pilcrow,
  Quote,
  Redo2,
  SquareCode,
  Strikethrough,
  Table,
  Undo2,
  BetweenHorizontalStart,
  BetweenVerticalStart,
} from "lucide-react";

import { type Key, useT } from "../i18n";
import { caps } from "../lib/keys";
import { IconButton } from "../ui/IconButton";
import type { Format } from "./handle";

interface Entry {
  readonly format: Format;
  readonly icon: LucideIcon;
  readonly label: Key;
  readonly press?: string;
}

const groups: readonly (readonly Entry[])[] = [
  [
    { format: "bold", icon: Bold, label: "editor.bold", press: "Mod+b" },
    { format: "italic", icon: Italic, label: "editor.italic", press: "Mod+i" },
    { format: "strike", icon: Strikethrough, label: "editor.strike", press: "Mod+Shift+x" },
    { format: "code", icon: Code, label: "editor.code", press: "Mod+e" },
    { format: "link", icon: Link, label: "editor.link", press: "Mod+k" },
  ],
  [
    { format: "tasks", icon: ListTodo, label: "editor.tasks", press: "Mod+Shift+9" },
    { format: "bullets", icon: List, label: "editor.bullets", press: "Mod+Shift+8" },
    { format: "numbers", icon: ListOrdered, label: "editor.numbers", press: "Mod+Shift+7" },
    { format: "quote", icon: Quote, label: "editor.quote" },
    { format: "codeBlock", icon: SquareCode, label: "editor.codeBlock" },
  ],
  [
    { format: "paragraph", icon: Pilcrow, label: "editor.paragraph" },
    { format: "h1", icon: Heading1, label: "editor.h1", press: "Mod+Alt+1" },
    { format: "h2", icon: Heading2, label: "editor.h2", press: "Mod+Alt+2" },
    { format: "h3", icon: Heading3, label: "editor.h3", press: "Mod+Alt+3" },
  ],
  [
    { format: "table", icon: Table, label: "editor.table" },
    { format: "row", icon: BetweenHorizontalStart, label: "editor.row" },
    { format: "column", icon: BetweenVerticalStart, label: "editor.column" },
    { format: "align", icon: AlignCenter, label: "editor.align" },
  ],
  [
    { format: "undo", icon: Undo2, label: "editor.undo", press: "Mod+z" },
    { format: "redo", icon: Redo2, label: "editor.redo", press: "Mod+y" },
  ],
];

export function FormatBar({ onFormat }: { readonly onFormat: (format: Format) => void }) {
  const t = useT();
  return (
    <div
      role="toolbar"
      aria-label={t("editor.formatting")}
      // The text keeps the focus, and a phone its keyboard.
      onPointerDown={(event) => event.preventDefault()}
      className="scroll-row flex items-center overflow-x-auto border-t border-line px-1 py-0.5 pointer-fine:flex-wrap"
    >
      {groups.map((group) => (
        <div
          key={group[0]?.format}
          className="flex shrink-0 items-center not-first:ms-1 not-first:border-s not-first:border-line not-first:ps-1"
        >
          {group.map(({ format, icon, label, press }) => (
            <IconButton
              key={format}
              icon={icon}
              label={t(label)}
              className="pointer-fine:size-8!"
              {...(press === undefined ? {} : { press: caps(press).join(" ") })}
              onClick={() => onFormat(format)}
            />
          ))}
        </div>
      ))}
    </div>
  );
}
