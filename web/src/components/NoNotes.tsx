/** What stands where there are no notes: none yet, or none that a search finds. */
import { NotebookPen, SearchX } from "lucide-react";
import { Link } from "react-router";

import { useT } from "../i18n";
import { Rich } from "../i18n/Rich";
import { isEverything, type Search } from "../lib/search";
import { paths } from "../paths";
import { Notice } from "../ui/Notice";

export function NoNotes({ search }: { readonly search: Search }) {
  const t = useT();
  if (isEverything(search)) {
    return (
      <Notice icon={NotebookPen} title={t("memo.emptyTitle")}>
        {t("memo.emptyHint")}
      </Notice>
    );
  }
  return (
    <Notice
      icon={SearchX}
      title={t("memo.noMatch")}
      action={
        <Link to={paths.notes()} className="text-sm font-medium text-accent hover:underline">
          {t("memo.showAllNotes")}
        </Link>
      }
    >
      <Rich
        text={t("memo.noMatchHint")}
        parts={{
          link: (text) => (
            <Link to={paths.archive(search)} className="underline">
              {text}
            </Link>
          ),
        }}
      />
    </Notice>
  );
}
