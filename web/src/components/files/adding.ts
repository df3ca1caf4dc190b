/** Files that become part of a draft: each begins its way to the server at once. */
import { formatBytes } from "../../i18n/formats";
import { t } from "../../i18n";
import { newId } from "../../lib/ids";
import { mediaTypeOf } from "../../lib/mediaTypes";
import type { DraftBox } from "../../stores/draftBox";
import type { DraftFile } from "../../stores/drafts";
import { say } from "../../stores/snackbar";
import { startUpload } from "../../stores/uploads";

function entryOf(file: File): DraftFile {
  return { uid: newId(), filename: file.name === "" ? "file" : file.name, type: mediaTypeOf(file), size: file.size, isStored: false };
}

/** Answers what was added; what is larger than `limit` bytes is said and left out. */
export function addFiles(box: DraftBox, chosen: readonly File[], limit: number): readonly DraftFile[] {
  const [fitting, larger] = [chosen.filter(({ size }) => size <= limit), chosen.filter(({ size }) => size > limit)];
  for (const { name, size } of larger)
    say(t("editor.tooLarge", { name, size: formatBytes(size), limit: formatBytes(limit) }), { tone: "danger" });
  const added = fitting.map((file) => ({ file, entry: entryOf(file) }));
  const entries = added.map(({ entry }) => entry);
  if (entries.length > 0) box.change({ files: [...box.current().files, ...entries] });
  for (const { file, entry } of added) void startUpload(entry.uid, file, entry.type);
  return entries;
}
