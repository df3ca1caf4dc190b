/** What a comment is about. */
import { useQuery } from "@tanstack/react-query";
import { CornerLeftUp } from "lucide-react";
import { Link } from "react-router";

import { oneMemo } from "../../api/memos";
import { useT } from "../../i18n";
import { paths } from "../../paths";

export function Parent({ name }: { readonly name: string }) {
  const t = useT();
  const { data } = useQuery(oneMemo(name));
  return (
    <Link
      to={paths.memo(name)}
      className="flex min-h-9 items-center gap-1.5 rounded-lg px-1 text-sm text-muted hover:text-ink pointer-coarse:min-h-11"
    >
      <CornerLeftUp aria-hidden size={16} strokeWidth={1.75} className="shrink-0" />
      <bdi className="truncate">{t("memo.page.parent", { text: data?.snippet || t("memo.title") })}</bdi>
    </Link>
  );
}
