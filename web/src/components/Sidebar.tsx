/** What finds notes: search, calendar, shortcuts and tags. Beside the column on wide screens, in a drawer on others. */
import { SearchBox } from "./SearchBox";
import { Side } from "./side/Side";

export function Sidebar() {
  return (
    <>
      <SearchBox />
      <Side />
    </>
  );
}
