/** In which order notes are listed, and how. */
import { ArrowDownWideNarrow, Columns2, Columns3, Columns4, Rows3, Rows4, SlidersHorizontal } from "lucide-react";
import { useNavigate } from "react-router";

import { useLayout } from "../hooks/useLayout";
import { type Key, useT } from "../i18n";
import { chooseLayout, type Layout, layouts } from "../lib/layout";
import { type Order, orders, type Search } from "../lib/search";
import { IconButton } from "../ui/IconButton";
import { Menu, type MenuEntry } from "../ui/Menu";

const orderNames: Readonly<Record<Order, Key>> = {
  created: "search.created",
  "created-asc": "search.createdAsc",
  updated: "search.updated",
  "updated-asc": "search.updatedAsc",
};
const layoutIcons = {
  list: Rows3,
  compact: Rows4,
  masonry: Columns4,
  two: Columns2,
  three: Columns3,
} as const satisfies Record<Layout, unknown>;

interface ViewMenuProps {
  readonly search: Search;
  readonly pathTo: (search: Search) => string;
}

function lay(wanted: string): void {
  const found = layouts.find((one) => one === wanted);
  if (found !== undefined) chooseLayout(found);
}

export function ViewMenu({ search, pathTo }: ViewMenuProps) {
  const t = useT();
  const navigate = useNavigate();
  const layout = useLayout();
  const order = (wanted: string): void => {
    const found = orders.find((one) => one === wanted);
    if (found !== undefined) void navigate(pathTo({ ...search, order: found }), { replace: true });
  };
  const entries: readonly MenuEntry[] = [
    {
      kind: "choices",
      label: t("search.order"),
      value: search.order,
      choices: orders.map((value) => ({ value, label: t(orderNames[value]), icon: ArrowDownWideNarrow })),
      onChoose: order,
    },
    { kind: "line" },
    {
      kind: "choices",
      label: t("search.layout"),
      value: layout,
      choices: layouts.map((value) => ({ value, label: t(`search.${value}`), icon: layoutIcons[value] })),
      onChoose: lay,
    },
  ];
  return <Menu trigger={<IconButton icon={SlidersHorizontal} label={t("search.view")} />} entries={entries} />;
}
