/** The notes that a note refers to, and those that refer to it: as lists, and as a small picture. */
import { lazy } from "react";
import { Link } from "react-router";

import { type Memo, MemoRelation_Type } from "../../gen/memos/api/v1/memo_service_pb";
import { useT } from "../../i18n";
import { paths } from "../../paths";
import { Lazily } from "../../ui/Lazily";
import { Section } from "./Section";

const RelationGraph = lazy(async () => ({ default: (await import("./RelationGraph")).RelationGraph }));

export interface Neighbour {
  readonly name: string;
  readonly text: string;
  /** Whether it is the other note that refers. */
  readonly isReferring: boolean;
}

export function neighboursIn(memo: Memo): Neighbour[] {
  return memo.relations.flatMap(({ type, memo: from, relatedMemo: to }): Neighbour[] => {
    if (type !== MemoRelation_Type.REFERENCE || from === undefined || to === undefined) return [];
    const isReferring = to.name === memo.name;
    const other = isReferring ? from : to;
    return [{ name: other.name, text: other.snippet, isReferring }];
  });
}

function List({ title, notes }: { readonly title: string; readonly notes: readonly Neighbour[] }) {
  const t = useT();
  if (notes.length === 0) return null;
  return (
    <div>
      <h3 className="text-xs text-muted">{title}</h3>
      <ul className="text-sm">
        {notes.map(({ name, text }) => (
          <li key={name}>
            <Link to={paths.memo(name)} className="flex min-h-8 items-center text-accent hover:underline pointer-coarse:min-h-11">
              <bdi className="truncate">{text || t("memo.page.untitled")}</bdi>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function Relations({ memo }: { readonly memo: Memo }) {
  const t = useT();
  const notes = neighboursIn(memo);
  if (notes.length === 0) return null;
  return (
    <Section title={t("memo.page.relations")}>
      <List title={t("memo.page.references")} notes={notes.filter(({ isReferring }) => !isReferring)} />
      <List title={t("memo.page.referencedBy")} notes={notes.filter(({ isReferring }) => isReferring)} />
      {notes.length > 1 && (
        <Lazily>
          <RelationGraph notes={notes} />
        </Lazily>
      )}
    </Section>
  );
}
