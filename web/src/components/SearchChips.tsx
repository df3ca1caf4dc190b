/** What is being looked for, each part removable; a search that is worth it can be saved. */
import { BookmarkPlus, X } from "lucide-react";
import { lazy, useState } from "react";
import { Link } from "react-router";

import { useViewer } from "../hooks/useUser";
import { type Key, type Translate, useT } from "../i18n";
import { dateFormat } from "../i18n/formats";
import { dateOf } from "../lib/month";
import { conditionsOf, isEverything, type Search, termsOf, without } from "../lib/search";
import { type Term, termText } from "../lib/terms";
import { Button } from "../ui/Button";
import { Lazily } from "../ui/Lazily";

const ShortcutDialog = lazy(async () => ({ default: (await import("./ShortcutDialog")).ShortcutDialog }));

interface SearchChipsProps {
  readonly search: Search;
  readonly pathTo: (search: Search) => string;
}

function Chip({ label, to }: { readonly label: string; readonly to: string }) {
  const t = useT();
  return (
    <li className="max-w-full min-w-0">
      <Link
        to={to}
        aria-label={t("search.removeTerm", { term: label })}
        className="flex min-h-8 items-center gap-1.5 rounded-full bg-accent-soft py-1 pe-2 ps-3 text-sm text-accent hover:text-accent-strong pointer-coarse:min-h-11"
      >
        <bdi className="truncate">{label}</bdi>
        <X aria-hidden size={14} strokeWidth={1.75} className="shrink-0" />
      </Link>
    </li>
  );
}

function dayText(day: string): string {
  return dateFormat({ dateStyle: "medium" }).format(dateOf(day));
}

function plainLabel(term: Term, t: Translate): string {
  switch (term.kind) {
    case "word":
      return term.value;
    case "tag":
      return `#${term.value}`;
    case "from":
      return t("search.from", { name: term.value });
    case "on":
    case "before":
    case "after": {
      const key: Key = `search.${term.kind}`;
      return t(key, { day: dayText(term.value) });
    }
    case "has":
    case "is": {
      const key: Key = `search.${term.value}`;
      return t(key);
    }
  }
}

function labelOf(term: Term, t: Translate): string {
  const label = plainLabel(term, t);
  return term.not ? t("search.not", { term: label }) : label;
}

function SaveButton({ search }: { readonly search: Search }) {
  const t = useT();
  const [isSaving, setSaving] = useState(false);
  return (
    <>
      <Button kind="quiet" onClick={() => setSaving(true)}>
        <BookmarkPlus aria-hidden size={16} strokeWidth={1.75} />
        {t("search.saveAs")}
      </Button>
      {isSaving && (
        <Lazily onMissing={() => setSaving(false)}>
          <ShortcutDialog
            shortcut={null}
            draft={{ title: "", filter: conditionsOf(search).join(" && ") }}
            onClose={() => setSaving(false)}
          />
        </Lazily>
      )}
    </>
  );
}

export function SearchChips({ search, pathTo }: SearchChipsProps) {
  const t = useT();
  const viewer = useViewer();
  if (isEverything(search)) return null;
  const terms = [...new Map(termsOf(search).map((term) => [termText(term), term])).values()];
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-2">
      <ul aria-label={t("search.searchingFor")} className="flex min-w-0 flex-wrap gap-2">
        {terms.map((term) => (
          <Chip key={termText(term)} label={labelOf(term, t)} to={pathTo(without(search, term))} />
        ))}
        {search.filter !== "" && <Chip label={search.filter} to={pathTo({ ...search, filter: "" })} />}
      </ul>
      {viewer !== null && <SaveButton search={search} />}
    </div>
  );
}
