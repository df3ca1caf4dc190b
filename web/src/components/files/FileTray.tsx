/** The files of a draft in their order, each with what is on its way. */
import { ArrowLeft, ArrowRight, CircleAlert, File as FileIcon, FileAudio, Film, ImagePlus, MoreHorizontal, RotateCw, X } from "lucide-react";
import { useEffect, useMemo } from "react";

import { fileUrl } from "../../editor/addresses";
import type { Files } from "../../hooks/useFiles";
import { useT } from "../../i18n";
import { formatBytes } from "../../i18n/formats";
import type { DraftFile } from "../../stores/drafts";
import { bytesOf, retryUpload, uploadOf } from "../../stores/uploads";
import { IconButton } from "../../ui/IconButton";
import { Menu, type MenuEntry } from "../../ui/Menu";
import { ProgressRing } from "./ProgressRing";

function Kind({ type, isBroken }: { readonly type: string; readonly isBroken: boolean }) {
  const [kind] = type.split("/");
  if (isBroken) return <CircleAlert aria-hidden size={20} strokeWidth={1.75} className="text-danger" />;
  if (kind === "audio") return <FileAudio aria-hidden size={20} strokeWidth={1.75} />;
  if (kind === "video") return <Film aria-hidden size={20} strokeWidth={1.75} />;
  return <FileIcon aria-hidden size={20} strokeWidth={1.75} />;
}

/** A small picture from the bytes that are here, else from the server. */
function usePreview({ uid, filename, type, isStored }: DraftFile): string | null {
  const isShown = type.startsWith("image/") && !/hei[cf]|tiff|svg/u.test(type);
  const bytes = isShown ? bytesOf(uid) : null;
  const local = useMemo(() => (bytes === null ? null : URL.createObjectURL(bytes)), [bytes]);
  // The browser keeps the bytes until it is told not to.
  useEffect(() => () => (local === null ? undefined : URL.revokeObjectURL(local)), [local]);
  if (!isShown) return null;
  return local ?? (isStored ? `${fileUrl(uid, filename)}?thumbnail=true` : null);
}

function Status({ file }: { readonly file: DraftFile }) {
  const t = useT();
  const state = uploadOf(file.uid);
  if (file.isStored || state === undefined || state.kind === "stored") return <>{formatBytes(file.size)}</>;
  if (state.kind === "failed") return <span className="text-danger">{state.failure.sentence}</span>;
  if (state.kind === "lost") return <span className="text-danger">{t("editor.fileLost")}</span>;
  if (state.isWaiting) return <>{t("editor.uploadWaiting")}</>;
  return <>{t("editor.uploaded", { sent: formatBytes(state.sent), size: formatBytes(file.size) })}</>;
}

function Picture({ file }: { readonly file: DraftFile }) {
  const t = useT();
  const preview = usePreview(file);
  const state = uploadOf(file.uid);
  const isRunning = !file.isStored && state?.kind === "running";
  const isBroken = !file.isStored && (state?.kind === "failed" || state?.kind === "lost");
  return (
    <span className="relative grid size-11 shrink-0 place-items-center overflow-hidden rounded-lg bg-sunken text-muted">
      {preview === null || isBroken ? (
        <Kind type={file.type} isBroken={isBroken} />
      ) : (
        <img src={preview} alt="" className="size-full object-cover" />
      )}
      {isRunning && (
        <span className="absolute inset-0 grid place-items-center bg-raised/75">
          <ProgressRing
            done={state.sent === 0 ? null : state.sent / file.size}
            label={t("editor.uploading", { name: file.filename })}
          />
        </span>
      )}
    </span>
  );
}

function Entry({ file, index, files }: { readonly file: DraftFile; readonly index: number; readonly files: Files }) {
  const t = useT();
  const isBroken = !file.isStored && uploadOf(file.uid)?.kind === "failed";
  const entries: MenuEntry[] = [
    ...(file.type.startsWith("image/")
      ? [{ kind: "item" as const, icon: ImagePlus, label: t("editor.putInText"), onSelect: () => files.putInText(file) }]
      : []),
    ...(index > 0
      ? [{ kind: "item" as const, icon: ArrowLeft, label: t("editor.moveEarlier"), onSelect: () => files.move(file.uid, -1) }]
      : []),
    ...(index < files.files.length - 1
      ? [{ kind: "item" as const, icon: ArrowRight, label: t("editor.moveLater"), onSelect: () => files.move(file.uid, 1) }]
      : []),
  ];
  return (
    // The menu of each file does the same with keys.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <li
      draggable
      onDragStart={(event) => event.dataTransfer.setData("application/x-note-file", file.uid)}
      onDragOver={(event) => event.dataTransfer.types.includes("application/x-note-file") && event.preventDefault()}
      onDrop={(event) => {
        const uid = event.dataTransfer.getData("application/x-note-file");
        const from = files.files.findIndex((each) => each.uid === uid);
        if (from < 0) return;
        event.preventDefault();
        event.stopPropagation();
        files.move(uid, index - from);
      }}
      className="flex min-w-0 items-center gap-2.5 rounded-xl border border-line p-1.5"
    >
      <Picture file={file} />
      <span className="min-w-0 flex-1 text-sm leading-snug">
        <bdi className="block truncate">{file.filename}</bdi>
        <span aria-live="polite" className="block truncate text-xs text-muted tabular-nums">
          <Status file={file} />
        </span>
      </span>
      <span className="flex shrink-0">
        {isBroken && <IconButton icon={RotateCw} label={t("common.retry")} onClick={() => void retryUpload(file.uid)} />}
        {entries.length > 0 && (
          <Menu
            trigger={<IconButton icon={MoreHorizontal} label={t("editor.moreOf", { name: file.filename })} />}
            entries={entries}
          />
        )}
        <IconButton
          icon={X}
          label={t(file.isStored ? "editor.removeFile" : "editor.cancelUpload", { name: file.filename })}
          onClick={() => files.remove(file.uid)}
        />
      </span>
    </li>
  );
}

export function FileTray({ files }: { readonly files: Files }) {
  const t = useT();
  if (files.files.length === 0) return null;
  return (
    <ul
      aria-label={t("editor.files")}
      className="grid max-h-52 grid-cols-1 gap-2 overflow-y-auto px-3 pb-2 sm:grid-cols-2 sm:px-4"
    >
      {files.files.map((file, index) => (
        <Entry key={file.uid} file={file} index={index} files={files} />
      ))}
    </ul>
  );
}
