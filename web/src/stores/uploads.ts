/** Files on their way, by the uid of the attachment to be. Their bytes rest on disk until they have arrived. */
import { del, get, set } from "idb-keyval";

import { type Explained, explain } from "../api/errors";

export type UploadState =
  | { readonly kind: "running"; readonly sent: number; readonly isWaiting: boolean }
  | { readonly kind: "failed"; readonly failure: Explained }
  /** The bytes are not here any more. */
  | { readonly kind: "lost" }
  | { readonly kind: "stored" };

interface Kept {
  readonly file: Blob;
  readonly filename: string;
  readonly type: string;
  readonly begun: string | null;
}

interface Upload {
  readonly kept: Kept | null;
  readonly state: UploadState;
  readonly abort: AbortController;
}

const api = () => import("../api/uploads");
const uploads = new Map<string, Upload>();
const listeners = new Set<() => void>();

let version = 0;

function keyOf(uid: string): string {
  return `file:${uid}`;
}

function put(uid: string, part: Partial<Upload>): void {
  const known = uploads.get(uid) ?? { kept: null, state: { kind: "lost" }, abort: new AbortController() };
  uploads.set(uid, { ...known, ...part });
  version += 1;
  for (const listener of listeners) listener();
}

export function subscribeToUploads(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Another number after each change. */
export function uploadsVersion(): number {
  return version;
}

export function uploadOf(uid: string): UploadState | undefined {
  return uploads.get(uid)?.state;
}

/** The bytes of a file that was chosen here, to show them before they have arrived. */
export function bytesOf(uid: string): Blob | null {
  return uploads.get(uid)?.kept?.file ?? null;
}

function isKept(value: unknown): value is Kept {
  return typeof value === "object" && value !== null && "file" in value && value.file instanceof Blob && "filename" in value;
}

async function keep(uid: string, kept: Kept | null): Promise<void> {
  try {
    await (kept === null ? del(keyOf(uid)) : set(keyOf(uid), kept));
  } catch {
    // A disk that is full or refuses: the file goes from memory.
  }
}

async function run(uid: string, kept: Kept): Promise<void> {
  const abort = new AbortController();
  const running = (sent: number, isWaiting = false): void => put(uid, { state: { kind: "running", sent, isWaiting } });
  put(uid, { kept, abort, state: { kind: "running", sent: 0, isWaiting: false } });
  let last = 0;
  const progress = {
    onSent: (bytes: number) => {
      last = bytes;
      running(bytes);
    },
    onWaiting: () => running(last, true),
    onBegun: (begun: string) => {
      put(uid, { kept: { ...kept, begun } });
      void keep(uid, { ...kept, begun });
    },
  };
  try {
    await (await api()).sendFile({ uid, ...kept }, progress, abort.signal);
    put(uid, { state: { kind: "stored" } });
    await keep(uid, null);
  } catch (error) {
    if (!abort.signal.aborted) put(uid, { state: { kind: "failed", failure: explain(error) } });
  }
}

/** Send a file; it goes on after a reload, from where it was. */
export async function startUpload(uid: string, file: File, type: string): Promise<void> {
  const kept: Kept = { file, filename: file.name, type, begun: null };
  put(uid, { kept, state: { kind: "running", sent: 0, isWaiting: false } });
  await keep(uid, kept);
  if (uploads.has(uid)) await run(uid, kept);
}

/** Go on with a file of a draft that was brought back. */
export async function resumeUpload(uid: string): Promise<void> {
  if (uploads.has(uid)) return;
  put(uid, { state: { kind: "running", sent: 0, isWaiting: false } });
  const kept: unknown = await get(keyOf(uid)).catch(() => null);
  if (isKept(kept)) return run(uid, kept);
  const isThere = await (await api()).isStored(uid).catch(() => false);
  return put(uid, { state: { kind: isThere ? "stored" : "lost" } });
}

export async function retryUpload(uid: string): Promise<void> {
  const kept = uploads.get(uid)?.kept ?? null;
  if (kept !== null) await run(uid, kept);
}

/** Stop a file that is not wanted any more; what has arrived of it goes too. */
export async function dropUpload(uid: string): Promise<void> {
  const upload = uploads.get(uid);
  upload?.abort.abort();
  uploads.delete(uid);
  await keep(uid, null);
  const { deleteAttachment, forgetUpload } = await api();
  // A try: what is left behind is swept up by the server.
  const begun = upload?.kept?.begun ?? null;
  if (begun !== null) await forgetUpload(begun).catch(() => undefined);
  else if (upload?.state.kind === "stored") await deleteAttachment(uid).catch(() => undefined);
}
