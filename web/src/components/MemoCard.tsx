/** One note: read, edited where it stands, and everything that can be done with it. */
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { Pencil, Pin } from "lucide-react";
import { memo as memoised, useCallback, useEffect, useId, useRef, useState } from "react";
import { Link, useNavigate } from "react-router";

import { type Memo, Visibility } from "../gen/memos/api/v1/memo_service_pb";
import { useMemoActions } from "../hooks/useMemoActions";
import { useToday } from "../hooks/useToday";
import { type Act, pressOf } from "../lib/keys";
import { withTask } from "../lib/lines";
import { clockTime, completeTime, dayName } from "../lib/time";
import { Markdown } from "../markdown/Markdown";
import { paths } from "../paths";
import { leaveCurrent, setCurrent } from "../stores/current";
import { IconButton } from "../ui/IconButton";
import { Folded } from "./Folded";
import { MemoEditor } from "./MemoEditor";
import { MemoMenu } from "./MemoMenu";
import { drawTag } from "./TagLink";
import { audienceOf } from "./visibilities";

interface MemoCardProps {
  readonly memo: Memo;
  /** Whether the signed-in user may change it. */
  readonly isOwn: boolean;
  /** Say the day, where no heading does. */
  readonly withDay?: boolean;
  /** Show all of it, however long. */
  readonly whole?: boolean;
  /** It was deleted: where it stands alone there is nothing left to see. */
  readonly onGone?: () => void;
}

function Facts({ memo, id, withDay }: { readonly memo: Memo; readonly id: string; readonly withDay: boolean }) {
  const date = memo.createTime === undefined ? new Date(0) : timestampDate(memo.createTime);
  const today = useToday();
  const { icon: Audience, label, hint } = audienceOf(memo.visibility);
  return (
    <div className="flex min-w-0 flex-1 items-center gap-2 text-xs text-muted tabular-nums">
      <Link id={id} to={paths.memo(memo.name)} className="hover:text-ink hover:underline">
        <time dateTime={date.toISOString()} title={completeTime(date)}>
          {withDay && `${dayName(date, today)}, `}
          {clockTime(date)}
        </time>
      </Link>
      {memo.visibility !== Visibility.PRIVATE && (
        <span className="inline-flex items-center gap-1" title={hint}>
          <Audience aria-hidden size={13} strokeWidth={1.75} />
          {label}
        </span>
      )}
    </div>
  );
}

export const MemoCard = memoised(function MemoCard(props: MemoCardProps) {
  const { memo, isOwn, withDay = false, whole = false, onGone } = props;
  const id = useId();
  const onMemo = useMemoActions(memo);
  const actions = { ...onMemo, remove: () => Promise.all([onMemo.remove(), onGone?.()]) };
  const navigate = useNavigate();
  const [isEditing, setEditing] = useState(false);

  const act = (wanted: Act): void => {
    if (wanted === "open") void navigate(paths.memo(memo.name));
    if (wanted === "link") void actions.copyLink();
    if (!isOwn) return;
    if (wanted === "edit") setEditing(true);
    if (wanted === "pin") void actions.pin();
    if (wanted === "archive") void actions.archive();
    if (wanted === "delete") void actions.remove();
    if (wanted === "archive" || wanted === "delete") leaveCurrent(memo.name);
  };
  const latest = useRef(act);
  // Keys must act on the memo as it is now, not as it was when it got the focus.
  useEffect(() => {
    latest.current = act;
  });
  // A note that is not on the page any more takes no keys.
  useEffect(() => () => leaveCurrent(memo.name), [memo.name]);
  const takeKeys = (): void => setCurrent({ name: memo.name, act: (wanted) => latest.current(wanted) });
  const { write } = onMemo;
  const tick = useCallback(
    (offset: number, done: boolean) => void write(withTask(memo.content, offset, done)),
    [memo.content, write],
  );
  const text = <Markdown text={memo.content} tag={drawTag} onTask={isOwn ? tick : undefined} />;

  return (
    // Keys act on the note that was touched last; nothing else happens on touch.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <article
      tabIndex={-1}
      data-memo={memo.name}
      aria-labelledby={id}
      onFocus={takeKeys}
      onPointerDown={takeKeys}
      className="group rounded-xl border border-line bg-raised transition-colors hover:border-line-strong focus-visible:outline-2 focus-visible:outline-offset-2 focus-visible:outline-accent"
    >
      <header className="flex min-h-11 items-center gap-1 pr-1.5 pl-4 sm:pl-5">
        <Facts memo={memo} id={id} withDay={withDay} />
        {isOwn && !isEditing && (
          <span className="contents *:opacity-0 group-focus-within:*:opacity-100 group-hover:*:opacity-100 pointer-coarse:hidden">
            <IconButton icon={Pencil} label="Edit" press={pressOf("edit")} onClick={() => setEditing(true)} />
          </span>
        )}
        {isOwn && memo.pinned && (
          <IconButton
            icon={Pin}
            filled
            label="Unpin"
            press={pressOf("pin")}
            className="text-accent!"
            onClick={() => void actions.pin()}
          />
        )}
        {isOwn && <MemoMenu memo={memo} actions={actions} onEdit={() => setEditing(true)} />}
      </header>
      {isEditing ? (
        <MemoEditor memo={memo} onClose={() => setEditing(false)} />
      ) : (
        <div className="px-4 pb-4 sm:px-5">{whole ? text : <Folded>{text}</Folded>}</div>
      )}
    </article>
  );
});
