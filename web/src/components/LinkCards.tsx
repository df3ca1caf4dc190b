/**
 * What is behind the addresses that stand alone in a note: the title and first words of the page.
 *
 * The server asks the page, not the browser, and its pictures stay where they are: nobody learns who reads.
 */
import { useQuery } from "@tanstack/react-query";
import { Globe, X } from "lucide-react";
import { useMemo, useRef, useSyncExternalStore } from "react";

import { linkFacts } from "../api/links";
import { useNearness } from "../hooks/useNearness";
import { useT } from "../i18n";
import { bareAddresses, parse } from "../markdown/parse";
import { linkTarget } from "../markdown/urls";
import { areLinkCardsShown, showLinkCards, subscribe } from "../stores/linkCards";
import { say } from "../stores/snackbar";
import { IconButton } from "../ui/IconButton";

/** A note with more addresses is a list of links, and reads better as one. */
const most = 4;

function Card({ url, isNear }: { readonly url: string; readonly isNear: boolean }) {
  const t = useT();
  const { data } = useQuery({ ...linkFacts(url), enabled: isNear });
  const target = linkTarget(url);
  // Pages that say nothing get no card, and no empty place either.
  if (target === null || data === undefined || data.title === "") return null;
  const turnOff = (): void => {
    showLinkCards(false);
    say(t("memo.links.off"), { offer: { label: t("common.undo"), act: () => showLinkCards(true) } });
  };
  return (
    <div className="group/link relative">
      <a
        href={target}
        target="_blank"
        rel="noopener noreferrer nofollow"
        className="block rounded-lg border border-line py-2 ps-3 pe-11 hover:border-line-strong hover:bg-sunken/60"
      >
        <bdi className="block truncate text-sm font-medium">{data.title}</bdi>
        {data.description !== "" && <bdi className="line-clamp-2 text-xs text-muted">{data.description}</bdi>}
        <span className="mt-0.5 flex items-center gap-1 text-xs text-muted">
          <Globe aria-hidden size={12} strokeWidth={1.75} />
          <bdi className="truncate">{new URL(target).hostname}</bdi>
        </span>
      </a>
      <IconButton
        icon={X}
        label={t("memo.links.hide")}
        onClick={turnOff}
        className="absolute! end-1 top-1 opacity-0 group-focus-within/link:opacity-100 group-hover/link:opacity-100 pointer-coarse:opacity-100"
      />
    </div>
  );
}

export function LinkCards({ text }: { readonly text: string }) {
  const ref = useRef<HTMLDivElement>(null);
  const isNear = useNearness(ref, { margin: 400, initially: false, isKept: always });
  const areShown = useSyncExternalStore(subscribe, areLinkCardsShown);
  const urls = useMemo(() => bareAddresses(parse(text)), [text]);
  if (!areShown || urls.length === 0 || urls.length > most) return null;
  return (
    <div ref={ref} className="space-y-2 *:first:mt-3">
      {urls.map((url) => (
        <Card key={url} url={url} isNear={isNear} />
      ))}
    </div>
  );
}

function always(): boolean {
  return true;
}
