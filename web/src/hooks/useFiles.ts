/** The files of a draft: added, followed on their way, put in order, taken away. */
import { useQuery } from "@tanstack/react-query";
import { type RefObject, useEffect, useMemo, useSyncExternalStore } from "react";

import { uploadLimitQuery } from "../api/limits";
import { addFiles } from "../components/files/adding";
import { pictureText } from "../editor/addresses";
import type { EditorHandle } from "../editor/handle";
import type { DraftBox } from "../stores/draftBox";
import type { DraftFile } from "../stores/drafts";
import { dropUpload, resumeUpload, subscribeToUploads, uploadOf, uploadsVersion } from "../stores/uploads";
import { useDraft } from "./useDraft";

export interface Files {
  readonly files: readonly DraftFile[];
  /** How many are still on their way. */
  readonly running: number;
  /** How many will not arrive without somebody's help. */
  readonly failed: number;
  readonly add: (files: readonly File[], inText?: boolean) => void;
  readonly remove: (uid: string) => void;
  /** Move a file to another place in the row. */
  readonly move: (uid: string, by: number) => void;
  readonly putInText: (file: DraftFile) => void;
}

function isPicture({ type }: Pick<DraftFile, "type">): boolean {
  return type.startsWith("image/");
}

/** What waits on disk goes on; what has arrived is noted. */
function follow(box: DraftBox): void {
  const { files } = box.current();
  for (const { uid, isStored } of files) if (!isStored && uploadOf(uid) === undefined) void resumeUpload(uid);
  const arrived = files.filter(({ uid, isStored }) => !isStored && uploadOf(uid)?.kind === "stored");
  if (arrived.length > 0)
    box.change({ files: files.map((file) => (arrived.includes(file) ? { ...file, isStored: true } : file)) });
}

function moved(files: readonly DraftFile[], uid: string, by: number): readonly DraftFile[] {
  const at = files.findIndex((file) => file.uid === uid);
  const [file] = files.slice(at, at + 1);
  const to = at + by;
  if (file === undefined || to < 0 || to >= files.length) return files;
  return files.toSpliced(at, 1).toSpliced(to, 0, file);
}

export function useFiles(box: DraftBox, editor: RefObject<EditorHandle | null>): Files {
  const { files } = useDraft(box);
  const version = useSyncExternalStore(subscribeToUploads, uploadsVersion);
  const { data: limit = Infinity } = useQuery(uploadLimitQuery);
  // Uploads are outside of React: what became of them is noted in the draft.
  useEffect(() => follow(box), [box, files, version]);
  return useMemo(() => {
    const states = files.filter(({ isStored }) => !isStored).map(({ uid }) => uploadOf(uid)?.kind);
    const add = (chosen: readonly File[], inText = false): void => {
      const added = addFiles(box, chosen, limit);
      for (const { uid, filename } of inText ? added.filter(isPicture) : [])
        editor.current?.insertBlock(pictureText(uid, filename));
    };
    return {
      files,
      running: states.filter((kind) => kind === undefined || kind === "running").length,
      failed: states.filter((kind) => kind === "failed" || kind === "lost").length,
      add,
      remove: (uid) => {
        const file = box.current().files.find((each) => each.uid === uid);
        box.change({ files: box.current().files.filter((each) => each.uid !== uid) });
        if (file !== undefined) editor.current?.replace(pictureText(uid, file.filename), "");
        // What a saved note has is deleted with the save, not before.
        if (uploadOf(uid) !== undefined) void dropUpload(uid);
      },
      move: (uid, by) => box.change({ files: moved(box.current().files, uid, by) }),
      putInText: ({ uid, filename }) => editor.current?.insertBlock(pictureText(uid, filename)),
    };
    // oxlint-disable-next-line react/exhaustive-deps -- the version tells of the uploads
  }, [box, editor, files, limit, version]);
}
