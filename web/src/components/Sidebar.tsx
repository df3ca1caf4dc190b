/** What finds notes: search, calendar, shortcuts and tags. Beside the column on wide screens, in a drawer on others. */
import { SearchBox } from "./SearchBox";
import { Side } from "./side/Side";
import { SidebarEdge } from "./SidebarEdge";

export function Sidebar() {
  return (
    <>
      <div className="h-full space-y-5 overflow-y-auto p-4">
        <SearchBox />
        <Side />
      </div>
      <SidebarEdge />
    </>
  );
}
