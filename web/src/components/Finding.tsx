/** The parts that find notes come after the first note: an empty place of their size holds it for them. */
import { lazy } from "react";

import { Lazily } from "../ui/Lazily";

export const searchId = "search";
/** Under what the browser keeps how wide the sidebar was made, as a length of CSS. */
export const sidebarWidth = "appliance.sidebar";

const Sidebar = lazy(async () => ({ default: (await import("./Sidebar")).Sidebar }));
const SearchBox = lazy(async () => ({ default: (await import("./SearchBox")).SearchBox }));
const Side = lazy(async () => ({ default: (await import("./side/Side")).Side }));

export function LaterSidebar() {
  return (
    <Lazily>
      <Sidebar />
    </Lazily>
  );
}

export function LaterSearchBox() {
  return (
    <Lazily fallback={<div className="h-10 flex-1 rounded-lg border border-line bg-raised pointer-coarse:h-11" />}>
      <SearchBox />
    </Lazily>
  );
}

export function LaterSide({ onFollow }: { readonly onFollow: () => void }) {
  return (
    <Lazily>
      <Side onFollow={onFollow} />
    </Lazily>
  );
}
