/** All files of the user: pictures as tiles, others as rows, each leading to its note. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Paperclip } from "lucide-react";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";

import { sorted } from "../api/files";
import { deleteFiles, library, type Shelf, shelves } from "../api/library";
import { ownOverview } from "../api/overview";
import { Attachments } from "../components/media/Attachments";
import { tileColumns } from "../components/media/tiles";
import { Failure } from "../components/Failure";
import type { Attachment } from "../gen/memos/api/v1/attachment_service_pb";
import { useTitle } from "../hooks/useTitle";
import { type Key, useT } from "../i18n";
import { formatNumber } from "../i18n/formats";
import { paths } from "../paths";
import { Confirm } from "../components/Confirm";
import { month } from "../settings/when";
import { Button } from "../ui/Button";
import { Notice } from "../ui/Notice";
import { PageTitle } from "../ui/PageTitle";
import { Tabs } from "../ui/Tabs";
import { TilesSkeleton } from "../ui/TilesSkeleton";

const labels: Readonly<Record<Shelf, Key>> = {
  all: "attachments.all",
  pictures: "attachments.pictures",
  documents: "attachments.documents",
  media: "attachments.media",
  unused: "attachments.unused",
};

function byMonth(files: readonly Attachment[]): readonly (readonly [string, readonly Attachment[]])[] {
  const months = new Map<string, Attachment[]>();
  for (const file of files) {
    const key = month(file.createTime);
    const group = months.get(key);
    if (group === undefined) months.set(key, [file]);
    else group.push(file);
  }
  return [...months];
}

/** The files that are no pictures say which note they belong to. */
function Notes({ files }: { readonly files: readonly Attachment[] }) {
  const t = useT();
  const { pictures } = sorted(files);
  const pictured = new Set(pictures.map(({ attachment }) => attachment.name));
  const noted = files.filter(({ name, memo = "" }) => memo !== "" && !pictured.has(name));
  if (noted.length === 0) return null;
  return (
    <ul className="mt-1 flex flex-wrap gap-x-3 text-xs text-muted">
      {noted.map(({ name, memo = "", filename }) => (
        <li key={name}>
          <Link to={paths.memo(memo)} className="hover:text-ink hover:underline">
            {t("attachments.noteOf", { name: filename })}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function RemoveUnused({ files }: { readonly files: readonly Attachment[] }) {
  const t = useT();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button kind="danger" onClick={() => setAsking(true)}>
        {t("attachments.deleteUnused", { count: files.length })}
      </Button>
      <Confirm
        open={isAsking}
        title={t("attachments.deleteTitle", { count: files.length })}
        action={t("common.delete")}
        onClose={() => setAsking(false)}
        onConfirm={() => deleteFiles(files.map(({ name }) => name))}
      >
        {t("attachments.deleteText")}
      </Confirm>
    </>
  );
}

export function AttachmentsPage() {
  const t = useT();
  const [parameters] = useSearchParams();
  const shelf = shelves.find((one) => one === parameters.get("show")) ?? "all";
  const list = useInfiniteQuery(library(shelf));
  const unused = useQuery(ownOverview).data?.unusedAttachmentCount ?? 0;
  useTitle(t("attachments.title"));
  const files = list.data?.pages.flatMap((page) => page.attachments) ?? [];
  const label = (one: Shelf): string => {
    const text = t(labels[one]);
    return one === "unused" && unused > 0 ? `${text} ${formatNumber(unused)}` : text;
  };
  return (
    <div className="space-y-4">
      <PageTitle title={t("attachments.title")}>{t("attachments.lead")}</PageTitle>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Tabs
          label={t("attachments.title")}
          tabs={shelves.map((one) => ({ to: paths.attachments(one), label: label(one), isOpen: one === shelf }))}
        />
        {shelf === "unused" && files.length > 0 && <RemoveUnused files={files} />}
      </div>
      {list.isPending && <TilesSkeleton count={12} grid={`${tileColumns} gap-1.5`} tile="aspect-square rounded-lg bg-sunken" />}
      {list.isError && list.data === undefined && <Failure error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && files.length === 0 && (
        <Notice icon={Paperclip} title={t("attachments.emptyTitle")}>
          {t(shelf === "unused" ? "attachments.emptyUnused" : "attachments.emptyHint")}
        </Notice>
      )}
      {byMonth(files).map(([name, group]) => (
        <section key={name} aria-label={name}>
          <h2 className="px-1 text-xs font-medium text-muted">{name}</h2>
          <Attachments attachments={group} isLibrary />
          <Notes files={group} />
        </section>
      ))}
      {list.hasNextPage && (
        <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t("common.showMore")}
        </Button>
      )}
    </div>
  );
}
