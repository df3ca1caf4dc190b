/** Ways to find notes again: by day, by saved search, by tag. */
import { CalendarMonth } from "./CalendarMonth";
import { ShortcutLinks } from "./ShortcutLinks";
import { TagTree } from "./TagTree";

interface SideProps {
  /** Called when something was chosen. */
  readonly onFollow?: () => void;
}

export function Side({ onFollow }: SideProps) {
  const follow = onFollow === undefined ? {} : { onFollow };
  return (
    <div className="space-y-5">
      <CalendarMonth {...follow} />
      <ShortcutLinks {...follow} />
      <TagTree {...follow} />
    </div>
  );
}
