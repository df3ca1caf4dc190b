/** What is known of a note besides its text. */
import { type Timestamp, timestampDate } from "@bufbuild/protobuf/wkt";
import { lazy, type ReactNode, useState } from "react";

import type { Memo } from "../../gen/memos/api/v1/memo_service_pb";
import type { MemoActions } from "../../hooks/useMemoActions";
import { useT } from "../../i18n";
import { formatNumber } from "../../i18n/formats";
import { coordinates } from "../../lib/place";
import { completeTime, shortTime } from "../../lib/time";
import { Lazily } from "../../ui/Lazily";
import { changeOf, draftFrom } from "../draftMemo";
import { TagLink } from "../TagLink";
import { VisibilityMenu } from "../VisibilityMenu";
import { audienceOf } from "../visibilities";
import { Section } from "./Section";

const PlaceDialog = lazy(() => import("../../editor/PlaceDialog"));
const TimesDialog = lazy(() => import("../../editor/TimesDialog"));

interface PropertiesProps {
  readonly memo: Memo;
  readonly isOwn: boolean;
  readonly actions: MemoActions;
}

interface DialogsProps extends Pick<PropertiesProps, "memo" | "actions"> {
  readonly open: "times" | "place" | null;
  readonly onClose: () => void;
}

/** What is changed where it stands, without opening the text. */
function Dialogs({ memo, actions, open, onClose }: DialogsProps) {
  const start = draftFrom(memo);
  const { created, updated, place } = start;
  return (
    <Lazily key={open} onMissing={onClose}>
      {open === "times" && (
        <TimesDialog
          created={created}
          updated={updated}
          isNew={false}
          onChoose={(times) => void actions.change(changeOf({ ...start, ...times }, start))}
          onClose={onClose}
        />
      )}
      {open === "place" && (
        <PlaceDialog
          place={place}
          onChoose={(chosen) => void actions.change(changeOf({ ...start, place: chosen }, start))}
          onClose={onClose}
        />
      )}
    </Lazily>
  );
}

interface EditedProps {
  readonly label: string;
  readonly onEdit: (() => void) | null;
  readonly children: ReactNode;
}

/** A fact that its owner may change by pressing it. */
function Edited({ label, onEdit, children }: EditedProps) {
  if (onEdit === null) return children;
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      title={label}
      onClick={onEdit}
      className="max-w-full text-end underline decoration-line-strong decoration-dotted underline-offset-4 hover:text-accent pointer-coarse:min-h-11"
    >
      {children}
    </button>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="flex min-h-8 items-center justify-between gap-3">
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 text-end tabular-nums">{children}</dd>
    </div>
  );
}

function Moment({ time }: { readonly time: Timestamp | undefined }) {
  if (time === undefined) return "–";
  const date = timestampDate(time);
  return (
    <time dateTime={date.toISOString()} title={completeTime(date)}>
      {shortTime(date)}
    </time>
  );
}

export function wordsIn(text: string): number {
  const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });
  return [...segmenter.segment(text)].filter(({ isWordLike }) => isWordLike === true).length;
}

export function Properties({ memo, isOwn, actions }: PropertiesProps) {
  const t = useT();
  const [open, setOpen] = useState<DialogsProps["open"]>(null);
  const editing = (what: "times" | "place") => (isOwn ? () => setOpen(what) : null);
  const where = memo.location === undefined ? "" : memo.location.placeholder || coordinates(memo.location);
  return (
    <Section title={t("memo.page.aboutTitle")}>
      <dl className="text-sm">
        <Fact name={t("memo.page.visibility")}>
          {isOwn ? (
            <VisibilityMenu visibility={memo.visibility} onChoose={(visibility) => void actions.showTo(visibility)} />
          ) : (
            t(audienceOf(memo.visibility).label)
          )}
        </Fact>
        <Fact name={t("memo.page.created")}>
          <Edited label={t("editor.times")} onEdit={editing("times")}>
            <Moment time={memo.createTime} />
          </Edited>
        </Fact>
        <Fact name={t("memo.page.updated")}>
          <Edited label={t("editor.times")} onEdit={editing("times")}>
            <Moment time={memo.updateTime} />
          </Edited>
        </Fact>
        <Fact name={t("memo.page.words")}>{formatNumber(wordsIn(memo.content))}</Fact>
        {memo.attachments.length > 0 && <Fact name={t("memo.page.files")}>{formatNumber(memo.attachments.length)}</Fact>}
        {(isOwn || where !== "") && (
          <Fact name={t("memo.page.location")}>
            <Edited label={t("editor.place")} onEdit={editing("place")}>
              <bdi>{where || t("memo.page.addPlace")}</bdi>
            </Edited>
          </Fact>
        )}
      </dl>
      {isOwn && <Dialogs memo={memo} actions={actions} open={open} onClose={() => setOpen(null)} />}
      {memo.tags.length > 0 && (
        <ul aria-label={t("memo.page.tags")} className="markdown flex flex-wrap gap-1.5 text-sm">
          {memo.tags.map((tag) => (
            <li key={tag} className="list-none">
              <TagLink tag={tag} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
