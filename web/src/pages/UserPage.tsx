/** Somebody, and the notes of theirs that the viewer may read. */
import { useQuery } from "@tanstack/react-query";
import { Link2, NotebookPen, Rss, SearchX } from "lucide-react";
import { lazy, Suspense } from "react";
import { useParams, useSearchParams } from "react-router";

import { profile, profileOverview } from "../api/profiles";
import { Avatar } from "../components/Avatar";
import { FindBar } from "../components/FindBar";
import { MemoStream } from "../components/MemoStream";
import { State } from "../gen/memos/api/v1/common_pb";
import type { User } from "../gen/later/memos/api/v1/user_service_pb";
import { useSearch } from "../hooks/useSearch";
import { useTitle } from "../hooks/useTitle";
import { useT } from "../i18n";
import { isEverything } from "../lib/search";
import { home, paths, userAddress } from "../paths";
import { Loaded } from "../components/Loaded";
import { copyText } from "../stores/clipboard";
import { IconButton } from "../ui/IconButton";
import { Notice } from "../ui/Notice";
import { Skeleton } from "../ui/Skeleton";
import { Tabs } from "../ui/Tabs";

const NotesMap = lazy(async () => ({ default: (await import("../components/place/NotesMap")).NotesMap }));

function Profile({ user }: { readonly user: User }) {
  const t = useT();
  const { data } = useQuery(profileOverview(user.name));
  const name = user.displayName || user.username;
  return (
    <header className="flex items-start gap-4 px-1">
      <Avatar name={name} url={user.avatarUrl} size={72} />
      <div className="min-w-0 flex-1">
        <h1 className="text-xl font-semibold wrap-anywhere">
          <bdi>{name}</bdi>
        </h1>
        <p className="text-sm text-muted">
          <bdi>@{user.username}</bdi>
          {data !== undefined && ` · ${t("common.notes", { count: data.normalCount })}`}
        </p>
        {user.description !== "" && (
          <p dir="auto" className="mt-2 text-sm text-pretty whitespace-pre-line wrap-anywhere">
            {user.description}
          </p>
        )}
      </div>
    </header>
  );
}

/** What others take along: the feed, and the address. */
function Takeaways({ user }: { readonly user: User }) {
  const t = useT();
  return (
    <div className="flex">
      <a
        href={new URL(`u/${user.username}/rss.xml`, home).href}
        aria-label={t("user.feed")}
        title={t("user.feed")}
        className="grid size-9 place-items-center rounded-lg text-muted hover:bg-sunken hover:text-ink pointer-coarse:size-11"
      >
        <Rss aria-hidden size={18} strokeWidth={1.75} />
      </a>
      <IconButton icon={Link2} label={t("memo.copyLink")} onClick={() => void copyText(userAddress(user.name))} />
    </div>
  );
}

export function UserPage() {
  const t = useT();
  const { username = "" } = useParams();
  const name = `users/${username}`;
  const user = useQuery(profile(name));
  const search = useSearch();
  const [parameters] = useSearchParams();
  const isMap = parameters.get("view") === "map";
  const pathTo = (wanted: Partial<typeof search>) => paths.user(name, wanted);
  useTitle(user.data?.displayName || username);
  return (
    <div className="space-y-5">
      <Loaded query={user}>{(data) => <Profile user={data} />}</Loaded>
      {user.data !== undefined && (
        <>
          <div className="flex items-center justify-between gap-2">
            <Tabs
              label={t("user.views")}
              tabs={[
                { to: paths.user(name), label: t("user.list"), isOpen: !isMap },
                { to: paths.userMap(name), label: t("memo.place.map"), isOpen: isMap },
              ]}
            />
            <Takeaways user={user.data} />
          </div>
          {isMap ? (
            <Suspense fallback={<Skeleton />}>
              <NotesMap key={name} creator={user.data.name} />
            </Suspense>
          ) : (
            <>
              <FindBar search={search} pathTo={pathTo} />
              <MemoStream
                listing={{ state: State.NORMAL, search, creator: user.data.name }}
                empty={
                  <Notice
                    icon={isEverything(search) ? NotebookPen : SearchX}
                    title={t(isEverything(search) ? "user.emptyTitle" : "memo.noMatch")}
                  >
                    {t("user.emptyHint")}
                  </Notice>
                }
              />
            </>
          )}
        </>
      )}
    </div>
  );
}
