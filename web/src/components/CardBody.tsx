/** What a note holds: its text, the pages it names, its files and its place. */
import { useQuery } from "@tanstack/react-query";
import { lazy, type MouseEvent, useCallback } from "react";

import { memoSettings, tagRules } from "../api/noteSettings";
import type { Memo } from "../gen/memos/api/v1/memo_service_pb";
import type { MemoActions } from "../hooks/useMemoActions";
import { useViewer } from "../hooks/useUser";
import { cx } from "../lib/cx";
import { withTask } from "../lib/lines";
import { isBlurred } from "../lib/tagRules";
import { Markdown } from "../markdown/Markdown";
import { Lazily } from "../ui/Lazily";
import { drawing } from "./drawing";
import { Folded } from "./Folded";

const Veil = lazy(async () => ({ default: (await import("./Veil")).Veil }));
const LinkCards = lazy(async () => ({ default: (await import("./LinkCards")).LinkCards }));
const Attachments = lazy(async () => ({ default: (await import("./media/Attachments")).Attachments }));
const PlaceLine = lazy(async () => ({ default: (await import("./place/PlaceLine")).PlaceLine }));

interface CardBodyProps {
  readonly memo: Memo;
  readonly isOwn: boolean;
  /** Show all of it, however long, with anchors that the address can name. */
  readonly whole: boolean;
  readonly write: MemoActions["write"];
  readonly onEdit: () => void;
}

/** What the ids of the headings of a note begin with where it stands alone. */
export const anchors = "note";
const hasAddress = /https?:\/\/|www\./u;
const controls = "a, button, input, summary, video, audio, pre, img";

function hasPictures(memo: Memo): boolean {
  return memo.attachments.some(({ type }) => type.startsWith("image/"));
}

export function CardBody({ memo, isOwn, whole, write, onEdit }: CardBodyProps) {
  const user = useViewer();
  const rules = useQuery({ ...tagRules(user?.name ?? ""), enabled: user !== null && memo.tags.length > 0 });
  const settings = useQuery({ ...memoSettings, enabled: isOwn });
  const tick = useCallback(
    (offset: number, done: boolean) => void write((content) => withTask(content, offset, done)),
    [write],
  );
  const editOnDoubleClick = ({ target }: MouseEvent): void => {
    const isText = target instanceof Element && target.closest(controls) === null;
    if (isOwn && isText && settings.data?.enableDoubleClickEdit === true) onEdit();
  };
  const text = (
    <Markdown text={memo.content} drawing={drawing} onTask={isOwn ? tick : undefined} {...(whole ? { prefix: anchors } : {})} />
  );
  const shown = (
    <>
      {whole ? text : <Folded>{text}</Folded>}
      <Lazily>
        {user !== null && hasAddress.test(memo.content) && <LinkCards text={memo.content} />}
      </Lazily>
      {memo.attachments.length > 0 && (
        <Lazily fallback={<div className={cx("mt-3", hasPictures(memo) && "min-h-64 in-data-[layout=compact]:min-h-32")} />}>
          <Attachments attachments={memo.attachments} />
        </Lazily>
      )}
      {memo.location !== undefined && (
        <Lazily fallback={<div className="mt-2 min-h-9 pointer-coarse:min-h-11" />}>
          <PlaceLine location={memo.location} />
        </Lazily>
      )}
    </>
  );
  return (
    // A second way for those who asked for it; the button and the key are the first.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="px-4 pb-4 in-data-[layout=compact]:pb-3 sm:px-5" onDoubleClick={editOnDoubleClick}>
      {isBlurred(rules.data ?? new Map(), memo.tags) ? (
        <Lazily>
          <Veil>{shown}</Veil>
        </Lazily>
      ) : (
        shown
      )}
    </div>
  );
}
