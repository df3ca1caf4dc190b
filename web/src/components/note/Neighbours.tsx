/** The way to the notes written before and after. */
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, ArrowRight } from "lucide-react";
import { Link } from "react-router";

import { neighboursOf } from "../../api/neighbours";
import type { Memo } from "../../gen/memos/api/v1/memo_service_pb";
import { useT } from "../../i18n";
import { paths } from "../../paths";

const link = "flex min-h-11 min-w-0 flex-1 items-center gap-2 rounded-lg border border-line px-3 text-sm hover:border-line-strong hover:bg-sunken/60";

function To({ memo, isNewer }: { readonly memo: Memo; readonly isNewer: boolean }) {
  const t = useT();
  const Arrow = isNewer ? ArrowLeft : ArrowRight;
  const arrow = <Arrow aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-muted rtl:-scale-x-100" />;
  return (
    <Link to={paths.memo(memo.name)} className={link}>
      {isNewer && arrow}
      <span className={isNewer ? "min-w-0 flex-1" : "min-w-0 flex-1 text-end"}>
        <span className="block text-xs text-muted">{t(isNewer ? "memo.page.newer" : "memo.page.older")}</span>
        <bdi className="block truncate">{memo.property?.title || memo.snippet || t("memo.page.untitled")}</bdi>
      </span>
      {!isNewer && arrow}
    </Link>
  );
}

export function Neighbours({ memo }: { readonly memo: Memo }) {
  const t = useT();
  const { data } = useQuery(neighboursOf(memo));
  if (data === undefined || (data.newer === null && data.older === null)) return null;
  return (
    <nav aria-label={t("memo.page.neighbours")} className="flex flex-col gap-2 sm:flex-row">
      {data.newer !== null && <To memo={data.newer} isNewer />}
      {data.older !== null && <To memo={data.older} isNewer={false} />}
    </nav>
  );
}
