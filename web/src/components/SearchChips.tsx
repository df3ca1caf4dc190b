/** What is being looked for, each part removable. */
import { X } from "lucide-react";
import { Link } from "react-router";

import { isEverything, type Search, terms } from "../lib/search";

interface SearchChipsProps {
  readonly search: Search;
  readonly pathTo: (search: Search) => string;
}

function Chip({ label, to }: { readonly label: string; readonly to: string }) {
  return (
    <li className="min-w-0">
      <Link
        to={to}
        aria-label={`Remove ${label} from the search`}
        className="flex min-h-8 items-center gap-1.5 rounded-full bg-accent-soft py-1 pr-2 pl-3 text-sm text-accent hover:text-accent-strong pointer-coarse:min-h-11"
      >
        <span className="truncate">{label}</span>
        <X aria-hidden size={14} strokeWidth={1.75} className="shrink-0" />
      </Link>
    </li>
  );
}

function quoted(term: string): string {
  return /\s/u.test(term) ? `"${term}"` : term;
}

export function SearchChips({ search, pathTo }: SearchChipsProps) {
  if (isEverything(search)) return null;
  const words = [...new Set(terms(search.words))];
  const without = (word: string): Search => ({
    ...search,
    words: words.filter((other) => other !== word).map(quoted).join(" "),
  });
  return (
    <ul aria-label="Searching for" className="flex min-w-0 flex-wrap gap-2">
      {search.tag !== "" && <Chip label={`#${search.tag}`} to={pathTo({ ...search, tag: "" })} />}
      {words.map((word) => (
        <Chip key={word} label={word} to={pathTo(without(word))} />
      ))}
    </ul>
  );
}
