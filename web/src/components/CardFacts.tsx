/** The line above a note: who wrote it, when, and who may read it. */
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { person, usernameOf } from "../api/people";
import { type Memo, Visibility } from "../gen/memos/api/v1/memo_service_pb";
import { useAgo } from "../hooks/useAgo";
import { useToday } from "../hooks/useToday";
import { type Translate, useT } from "../i18n";
import { clockTime, completeTime, dayName } from "../lib/time";
import { paths } from "../paths";
import { audienceOf } from "./visibilities";

interface CardFactsProps {
  readonly memo: Memo;
  /** Of the link to the note, which names the card. */
  readonly id: string;
  readonly withDay: boolean;
  readonly withAuthor: boolean;
}

function Author({ name }: { readonly name: string }) {
  const username = usernameOf(name);
  const { data } = useQuery(person(username));
  return (
    <Link to={paths.user(username)} className="touchable flex min-w-0 items-center gap-1.5 font-medium text-ink hover:underline">
      <span aria-hidden className="grid size-5 shrink-0 place-items-center rounded-full bg-accent-soft text-[0.625rem] text-accent uppercase">
        {Array.from(username)[0]}
      </span>
      <bdi className="truncate">{data?.displayName || username}</bdi>
    </Link>
  );
}

function bothTimes(memo: Memo, created: Date, t: Translate): string {
  const lines = [t("memo.created", { time: completeTime(created) })];
  const updated = memo.updateTime === undefined ? created : timestampDate(memo.updateTime);
  if (updated.getTime() !== created.getTime()) lines.push(t("memo.updated", { time: completeTime(updated) }));
  return lines.join("\n");
}

export function CardFacts({ memo, id, withDay, withAuthor }: CardFactsProps) {
  const t = useT();
  const date = memo.createTime === undefined ? new Date(0) : timestampDate(memo.createTime);
  const today = useToday();
  const ago = useAgo(date);
  const clock = withDay ? t("common.timeOnDay", { day: dayName(date, today), time: clockTime(date) }) : clockTime(date);
  const { icon: Audience, label, hint } = audienceOf(memo.visibility);
  return (
    <div className="flex min-w-0 flex-1 items-center gap-2 text-xs text-muted tabular-nums">
      {withAuthor && <Author name={memo.creator} />}
      <Link id={id} to={paths.memo(memo.name)} className="touchable truncate hover:text-ink hover:underline">
        <time dateTime={date.toISOString()} title={bothTimes(memo, date, t)}>
          {ago ?? clock}
        </time>
      </Link>
      {memo.visibility !== Visibility.PRIVATE && (
        <span className="inline-flex items-center gap-1" title={t(hint)}>
          <Audience aria-hidden size={13} strokeWidth={1.75} />
          {t(label)}
        </span>
      )}
    </div>
  );
}
