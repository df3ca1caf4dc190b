/** Links by which people without an account may read a note. */
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { useQuery } from "@tanstack/react-query";
import { Copy, Plus, Trash2 } from "lucide-react";
import { useState } from "react";

import { createShare, revokeShare, shareList, tokenOf } from "../../api/shares";
import type { Memo, MemoShare } from "../../gen/memos/api/v1/memo_service_pb";
import { complain } from "../../hooks/complain";
import { copy } from "../../hooks/useMemoActions";
import { useT } from "../../i18n";
import { shortTime } from "../../lib/time";
import { shareAddressOf } from "../../paths";
import { say } from "../../stores/snackbar";
import { Button } from "../../ui/Button";
import { IconButton } from "../../ui/IconButton";
import { Section } from "./Section";

const lengths = [null, 1, 7, 30] as const;

function isOver(share: MemoShare): boolean {
  return share.expireTime !== undefined && timestampDate(share.expireTime).getTime() <= Date.now();
}

function Row({ memo, share }: { readonly memo: string; readonly share: MemoShare }) {
  const t = useT();
  const time = share.expireTime === undefined ? "" : shortTime(timestampDate(share.expireTime));
  const lasting = time === "" ? t("share.forEver") : t(isOver(share) ? "share.expired" : "share.until", { time });
  const revoke = (): void => {
    revokeShare(memo, share).then(() => say(t("share.revoked")), complain);
  };
  return (
    <li className="flex items-center gap-1">
      <span className="min-w-0 flex-1">
        <span className="block truncate font-mono text-xs">{tokenOf(share)}</span>
        <span className="block text-xs text-muted">{lasting}</span>
      </span>
      <IconButton icon={Copy} label={t("share.copy")} onClick={() => void copy(shareAddressOf(tokenOf(share)), t("share.copied"))} />
      <IconButton icon={Trash2} label={t("share.revoke")} onClick={revoke} />
    </li>
  );
}

export function Shares({ memo }: { readonly memo: Memo }) {
  const t = useT();
  const shares = useQuery(shareList(memo.name));
  const [days, setDays] = useState<number | null>(7);
  const [isMaking, setMaking] = useState(false);
  const make = async (): Promise<void> => {
    setMaking(true);
    try {
      await copy(shareAddressOf(tokenOf(await createShare(memo.name, days))), t("share.copied"));
    } catch (error) {
      complain(error);
    } finally {
      setMaking(false);
    }
  };
  return (
    <Section title={t("share.title")}>
      <p className="text-xs text-muted">{t("share.lead")}</p>
      <div className="flex flex-wrap items-center gap-2">
        <label className="text-sm text-muted">
          <span className="sr-only">{t("share.expiry")}</span>
          <select
            value={String(days)}
            onChange={({ currentTarget }) => setDays(currentTarget.value === "null" ? null : Number(currentTarget.value))}
            className="h-9 rounded-lg border border-line-strong bg-raised px-2 text-sm text-ink pointer-coarse:h-11"
          >
            {lengths.map((length) => (
              <option key={String(length)} value={String(length)}>
                {length === null ? t("share.never") : t("share.days", { count: length })}
              </option>
            ))}
          </select>
        </label>
        <Button onClick={() => void make()} disabled={isMaking}>
          <Plus aria-hidden size={16} strokeWidth={1.75} />
          {t("share.create")}
        </Button>
      </div>
      {shares.isError && <p className="text-sm text-danger">{t("shell.loadFailed")}</p>}
      {shares.data !== undefined && shares.data.length > 0 && (
        <ul aria-label={t("share.title")} className="space-y-1 text-sm">
          {shares.data.map((share) => (
            <Row key={share.name} memo={memo.name} share={share} />
          ))}
        </ul>
      )}
    </Section>
  );
}
