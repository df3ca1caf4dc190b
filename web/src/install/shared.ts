/** What another app shared, as the service worker left it. */
import { uploadLimitQuery } from "../api/limits";
import { cache } from "../api/cache";
import { addFiles } from "../components/files/adding";
import { loadRest } from "../i18n";
import type { DraftBox } from "../stores/draftBox";

const inbox = "appliance.shared";

interface Shared {
  readonly text: string;
  readonly files: readonly File[];
}

function nameOf(address: string): string {
  return decodeURIComponent(new URL(address).pathname.split("/").at(-1) ?? "");
}

/** It stays on the shelf until it is in the draft. */
async function readShared(): Promise<Shared> {
  if (!("caches" in window)) return { text: "", files: [] };
  const shelf = await caches.open(inbox);
  const kept = await Promise.all(
    (await shelf.keys()).map(async (request) => ({ url: request.url, response: await shelf.match(request) })),
  );
  const text = await kept.find(({ url }) => url.endsWith("/shared/text"))?.response?.text();
  const files = await Promise.all(
    kept
      .filter(({ url }) => !url.endsWith("/shared/text"))
      .map(async ({ url, response }) => {
        const blob = await response?.blob();
        return new File(blob === undefined ? [] : [blob], nameOf(url), { type: blob?.type ?? "" });
      }),
  );
  return { text: text ?? "", files };
}

async function addTo(box: DraftBox, files: readonly File[]): Promise<void> {
  // What the server would not take is still better refused by it than lost here; so is what is said about it.
  const [limit] = await Promise.all([
    cache.ensureQueryData(uploadLimitQuery).catch(() => Infinity),
    loadRest().catch(() => undefined),
  ]);
  addFiles(box, files, limit);
}

/** Put what was shared behind what is being written. */
export async function bringShared(box: DraftBox): Promise<void> {
  const { text, files } = await readShared();
  await box.loaded;
  const before = box.current().text;
  if (text !== "") box.change({ text: before.trim() === "" ? text : `${before}\n\n${text}` });
  if (files.length > 0) await addTo(box, files);
  if ("caches" in window) await caches.delete(inbox);
}
