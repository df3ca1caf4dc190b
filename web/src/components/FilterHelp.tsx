/** Ready filters to begin with, and the fields that filters know. */
import { type Key, useT } from "../i18n";

const examples: readonly { readonly label: Key; readonly filter: string }[] = [
  { label: "shortcuts.exampleOpen", filter: "has_incomplete_tasks" },
  { label: "shortcuts.exampleWeek", filter: 'created_ts > now - duration("168h")' },
  { label: "shortcuts.exampleTag", filter: 'tag in ["work"] && has_incomplete_tasks' },
  { label: "shortcuts.exampleLinks", filter: 'visibility == "PUBLIC" && has_link' },
  { label: "shortcuts.exampleUntagged", filter: "size(tags) == 0" },
];

const fields: readonly { readonly names: string; readonly meaning: Key }[] = [
  { names: "content", meaning: "shortcuts.content" },
  { names: "tags, tag", meaning: "shortcuts.tags" },
  { names: "created_ts, updated_ts", meaning: "shortcuts.time" },
  { names: "visibility", meaning: "shortcuts.visibility" },
  {
    names: "pinned, has_task_list, has_incomplete_tasks, has_link, has_code, has_location",
    meaning: "shortcuts.flags",
  },
];

export function FilterHelp({ onTake }: { readonly onTake: (filter: string) => void }) {
  const t = useT();
  return (
    <div className="space-y-3 text-sm">
      <p className="font-medium">{t("shortcuts.examples")}</p>
      <ul className="flex flex-wrap gap-2">
        {examples.map(({ label, filter }) => (
          <li key={filter}>
            <button
              type="button"
              title={filter}
              onClick={() => onTake(filter)}
              className="min-h-8 rounded-full border border-line px-3 hover:bg-sunken pointer-coarse:min-h-11"
            >
              {t(label)}
            </button>
          </li>
        ))}
      </ul>
      <details>
        <summary className="cursor-pointer text-muted hover:text-ink">{t("shortcuts.fields")}</summary>
        <dl className="mt-2 space-y-2">
          {fields.map(({ names, meaning }) => (
            <div key={names}>
              <dt className="font-mono text-xs wrap-anywhere">{names}</dt>
              <dd className="text-xs text-muted">{t(meaning)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  );
}
