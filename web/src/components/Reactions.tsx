/** What people felt about a note, and a button to say it too. */
import { useQuery } from "@tanstack/react-query";
import { SmilePlus } from "lucide-react";

import { memoSettings } from "../api/noteSettings";
import { usernameOf } from "../api/people";
import { grouped, toggleReaction } from "../api/reactions";
import type { Memo } from "../gen/memos/api/v1/memo_service_pb";
import { complain } from "../hooks/complain";
import { useViewer } from "../hooks/useUser";
import { useT } from "../i18n";
import { formatList, formatNumber } from "../i18n/formats";
import { cx } from "../lib/cx";
import { IconButton } from "../ui/IconButton";
import { Popover } from "../ui/Popover";

interface ReactionsProps {
  readonly memo: Memo;
}

/** More names than these do not fit into a tooltip. */
const named = 12;

function Picker({ onPick }: { readonly onPick: (type: string) => void }) {
  const t = useT();
  const { data, isError } = useQuery(memoSettings);
  if (isError) return <p className="px-2 py-1 text-muted">{t("memo.reactions.failed")}</p>;
  return (
    <div className="grid grid-cols-4 gap-0.5">
      {data?.reactions.map((type) => (
        <button
          key={type}
          type="button"
          onClick={() => onPick(type)}
          className="grid size-10 place-items-center rounded-lg text-lg hover:bg-sunken pointer-coarse:size-11"
        >
          {type}
        </button>
      ))}
    </div>
  );
}

export function AddReaction({ memo, user }: ReactionsProps & { readonly user: string }) {
  const t = useT();
  return (
    <Popover
      label={t("memo.reactions.pick")}
      trigger={<IconButton icon={SmilePlus} label={t("memo.reactions.add")} className="size-8! pointer-coarse:size-11!" />}
    >
      {(close) => (
        <Picker
          onPick={(type) => {
            close();
            toggleReaction(memo, type, user).catch(complain);
          }}
        />
      )}
    </Popover>
  );
}

export function Reactions({ memo }: ReactionsProps) {
  const t = useT();
  const user = useViewer();
  const groups = grouped(memo.reactions);
  if (groups.length === 0) return null;
  return (
    <ul aria-label={t("memo.reactions.label")} className="flex flex-wrap items-center gap-1">
      {groups.map(({ type, creators }) => {
        const isOwn = user !== null && creators.includes(user.name);
        return (
          <li key={type}>
            <button
              type="button"
              aria-pressed={isOwn}
              aria-label={t("memo.reactions.one", { emoji: type, count: creators.length })}
              title={formatList(creators.slice(0, named).map(usernameOf))}
              disabled={user === null}
              onClick={() => user !== null && toggleReaction(memo, type, user.name).catch(complain)}
              className={cx(
                "inline-flex min-h-8 max-w-40 items-center gap-1.5 rounded-full border px-2.5 text-sm tabular-nums pointer-coarse:min-h-11",
                isOwn ? "border-accent bg-accent-soft text-accent" : "border-line text-muted enabled:hover:border-line-strong",
              )}
            >
              <bdi className="truncate">{type}</bdi>
              <span className="text-xs">{formatNumber(creators.length)}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
