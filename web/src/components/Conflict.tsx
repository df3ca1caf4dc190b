/** A note that was changed elsewhere while it was edited here: both versions, nobody is overwritten. */
import { useEffect, useRef } from "react";

import { phone, useMedia } from "../hooks/useMedia";
import { type Key, type Translate, useT } from "../i18n";
import { shortTime } from "../lib/time";
import type { Draft } from "../stores/drafts";
import { Button } from "../ui/Button";
import { missing } from "../ui/Lazily";
import { isPartEqual, type Part } from "./draftMemo";
import { audienceOf } from "./visibilities";

const names: Readonly<Record<Exclude<Part, "text">, Key>> = {
  visibility: "memo.page.visibility",
  files: "memo.page.files",
  references: "memo.page.references",
  place: "memo.page.location",
  created: "memo.page.created",
  updated: "memo.page.updated",
};

function timeText(time: number | null): string {
  return time === null ? "–" : shortTime(new Date(time));
}

/** What a version says in one of its parts. */
function textOf(part: Exclude<Part, "text">, { visibility, files, references, place, created, updated }: Draft, t: Translate): string {
  const texts: Readonly<Record<Exclude<Part, "text">, string>> = {
    visibility: t(audienceOf(visibility).label),
    files: files.map(({ filename }) => filename).join(", "),
    references: references.map(({ title }) => title).join(", "),
    place: place === null ? "" : place.placeholder || `${place.latitude}, ${place.longitude}`,
    created: timeText(created),
    updated: timeText(updated),
  };
  return texts[part] || "–";
}

interface DifferencesProps extends Pick<ConflictProps, "theirs" | "own"> {
  readonly parts: readonly Exclude<Part, "text">[];
}

/** What both versions say besides the text. */
function Differences({ theirs, own, parts }: DifferencesProps) {
  const t = useT();
  return (
    <table className="w-full table-fixed text-start text-sm [&_:is(th,td)]:py-1 [&_:is(th,td)]:pe-3 [&_:is(th,td)]:text-start [&_:is(th,td)]:align-baseline [&_:is(th,td)]:wrap-anywhere">
      <thead className="text-xs text-muted">
        <tr>
          <th scope="col">
            <span className="sr-only">{t("editor.facts")}</span>
          </th>
          <th scope="col">{t("editor.theirVersion")}</th>
          <th scope="col">{t("editor.ownVersion")}</th>
        </tr>
      </thead>
      <tbody>
        {parts.map((part) => (
          <tr key={part} className="border-t border-line">
            <th scope="row" className="font-normal text-muted">
              {t(names[part])}
            </th>
            <td>{textOf(part, theirs, t)}</td>
            <td>{textOf(part, own, t)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface ConflictProps {
  /** The note as it is now. */
  readonly theirs: Draft;
  readonly own: Draft;
  /** What was changed here. */
  readonly mine: ReadonlySet<Part>;
  readonly onChange: (text: string) => void;
  /** Save what was changed here over the other version. */
  readonly onKeep: () => void;
  /** Give the own text up. */
  readonly onTake: () => void;
  readonly onBack: () => void;
}

export default function Conflict({ theirs, own, mine, onChange, onKeep, onTake, onBack }: ConflictProps) {
  const t = useT();
  const isNarrow = useMedia(phone);
  const host = useRef<HTMLDivElement>(null);
  // A text that nobody changed here is theirs.
  const hasTexts = mine.has("text");
  const differing = [...mine].filter((part) => part !== "text").filter((part) => !isPartEqual(part, own, theirs));
  const latest = useRef({ own, onChange });
  useEffect(() => {
    latest.current = { own, onChange };
  });
  // The two texts are drawn by CodeMirror, which keeps what is typed by itself.
  useEffect(() => {
    const parent = host.current;
    if (parent === null) return undefined;
    let end = (): void => undefined;
    let isGone = false;
    const draw = async (): Promise<void> => {
      // Nothing can be placed on a page without layout.
      if (!("getClientRects" in Range.prototype)) return;
      const { showVersions } = await import("../editor/sideBySide");
      if (isGone) return;
      end = showVersions({
        parent,
        theirs: theirs.text,
        own: latest.current.own.text,
        theirLabel: t("editor.theirVersion"),
        ownLabel: t("editor.ownVersion"),
        takeLabel: t("editor.takeChange"),
        isNarrow,
        onChange: (text) => latest.current.onChange(text),
      });
    };
    draw().catch(() => dispatchEvent(new Event(missing)));
    return () => {
      isGone = true;
      end();
    };
  }, [theirs.text, isNarrow, t]);
  return (
    <section aria-label={t("editor.conflict")} className="space-y-2 px-3 pb-3 sm:px-4">
      <p role="alert" className="text-sm">
        <strong className="font-medium">{t("editor.conflict")}</strong>{" "}
        <span className="text-muted">
          {hasTexts && t(isNarrow ? "editor.conflictNarrow" : "editor.conflictHint")} {t("editor.conflictRest")}
        </span>
      </p>
      {differing.length > 0 && <Differences theirs={theirs} own={own} parts={differing} />}
      {hasTexts && !isNarrow && (
        <div aria-hidden className="grid grid-cols-2 gap-4 text-xs font-medium text-muted">
          <span>{t("editor.theirVersion")}</span>
          <span>{t("editor.ownVersion")}</span>
        </div>
      )}
      {hasTexts && <div ref={host} className="note-versions max-h-[55dvh] overflow-auto rounded-xl border border-line" />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button kind="quiet" onClick={onBack}>
          {t("editor.goOnWriting")}
        </Button>
        <Button onClick={onTake}>{t("editor.takeTheirs")}</Button>
        <Button kind="primary" onClick={onKeep}>
          {t("editor.saveOwn")}
        </Button>
      </div>
    </section>
  );
}
