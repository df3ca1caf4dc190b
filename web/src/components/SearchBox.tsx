/** One box for finding: words and "phrases", put into the address as they are typed. */
import { Search as SearchIcon } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useLocation, useNavigate } from "react-router";

import { useT } from "../i18n";
import { useSearch } from "../hooks/useSearch";
import { paths, routes } from "../paths";
import { Key } from "../ui/Key";
import { searchId } from "./Finding";

const pause = 250;

export function SearchBox() {
  const t = useT();
  const search = useSearch();
  const [words, setWords] = useState(search.words);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const place = pathname === routes.archive ? paths.archive : paths.notes;

  const [seen, setSeen] = useState(search.words);
  // The address changed by other means: a chip, the back button. What is being typed stays.
  if (seen !== search.words) {
    setSeen(search.words);
    if (words.trim() !== search.words) setWords(search.words);
  }
  useEffect(() => () => clearTimeout(timer.current), []);

  const go = (wanted: string): void => {
    clearTimeout(timer.current);
    if (wanted.trim() === search.words) return;
    // One entry of the history for a search, not one for each letter.
    void navigate(place({ ...search, words: wanted }), { replace: search.words !== "" });
  };
  const type = (typed: string): void => {
    setWords(typed);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => go(typed), pause);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === "Enter") go(words);
    if (event.key !== "Escape") return;
    if (words === "") event.currentTarget.blur();
    setWords("");
    go("");
  };
  return (
    <search className="relative block flex-1">
      <SearchIcon
        aria-hidden
        size={16}
        strokeWidth={1.75}
        className="pointer-events-none absolute top-1/2 start-3 -translate-y-1/2 text-muted"
      />
      <input
        id={searchId}
        type="search"
        aria-label={t("search.label")}
        placeholder={t("search.placeholder")}
        autoComplete="off"
        enterKeyHint="search"
        value={words}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        className="peer h-10 w-full rounded-lg border border-line bg-raised pe-3 ps-9 text-base outline-none placeholder:text-muted focus-visible:border-accent focus-visible:ring-3 focus-visible:ring-accent-soft sm:text-sm pointer-coarse:h-11"
      />
      <span
        aria-hidden
        className="pointer-events-none absolute top-1/2 end-2.5 -translate-y-1/2 peer-focus:hidden peer-[:not(:placeholder-shown)]:hidden pointer-coarse:hidden"
      >
        <Key>/</Key>
      </span>
    </search>
  );
}
