/** One note: read, edited where it stands, and everything that can be done with it. */
import { Pencil, Pin } from "lucide-react";
import { lazy, memo as memoised, useEffect, useId, useRef, useState } from "react";
import { useNavigate } from "react-router";

import { useT } from "../i18n";
import type { Memo } from "../gen/memos/api/v1/memo_service_pb";
import { useMemoActions } from "../hooks/useMemoActions";
import { type Act, pressOf } from "../lib/keys";
import { paths } from "../paths";
import { leaveCurrent, setCurrent } from "../stores/current";
import { IconButton } from "../ui/IconButton";
import { Lazily } from "../ui/Lazily";
import { CardBody } from "./CardBody";
import { CardFacts } from "./CardFacts";

// After the first note is there: its menu and what others made of it, each into a place of its size.
const CardFoot = lazy(async () => ({ default: (await import("./CardFoot")).CardFoot }));
const MemoMenu = lazy(async () => ({ default: (await import("./MemoMenu")).MemoMenu }));
const MemoEditor = lazy(async () => ({ default: (await import("./MemoEditor")).MemoEditor }));

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

export const MemoCard = memoised(function MemoCard(props: MemoCardProps) {
  const { memo, isOwn, withDay = false, whole = false, onGone } = props;
  const t = useT();
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

  const shown = (
    <>
      <CardBody memo={memo} isOwn={isOwn} whole={whole} write={onMemo.write} onEdit={() => setEditing(true)} />
      <Lazily fallback={<div className="h-10 in-data-[layout=compact]:h-0 pointer-coarse:h-13" />}>
        <CardFoot memo={memo} whole={whole} />
      </Lazily>
    </>
  );
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
      <header className="flex min-h-11 items-center gap-1 pe-1.5 ps-4 sm:ps-5">
        <CardFacts memo={memo} id={id} withDay={withDay} withAuthor={!isOwn} />
        {isOwn && !isEditing && (
          <span className="contents *:opacity-0 group-focus-within:*:opacity-100 group-hover:*:opacity-100 pointer-coarse:hidden">
            <IconButton icon={Pencil} label={t("common.edit")} press={pressOf("edit")} onClick={() => setEditing(true)} />
          </span>
        )}
        {isOwn && memo.pinned && (
          <IconButton
            icon={Pin}
            filled
            label={t("memo.unpin")}
            press={pressOf("pin")}
            className="text-accent!"
            onClick={() => void actions.pin()}
          />
        )}
        <Lazily fallback={<span className="size-9 pointer-coarse:size-11" />}>
          <MemoMenu memo={memo} isOwn={isOwn} actions={actions} onEdit={() => setEditing(true)} />
        </Lazily>
      </header>
      {isEditing ? (
        <Lazily fallback={shown} onMissing={() => setEditing(false)}>
          <MemoEditor memo={memo} onClose={() => setEditing(false)} />
        </Lazily>
      ) : (
        shown
      )}
    </article>
  );
});
