/** Files on their way to the server: small ones at once, large ones in parts that a broken line does not lose. */
/* oxlint-disable no-await-in-loop -- parts and tries come one after another by nature */
import { Code, ConnectError, createClient } from "@connectrpc/connect";

import { UploadService } from "../gen/appliance/v1/upload_service_pb";
import { type Attachment, AttachmentService } from "../gen/memos/api/v1/attachment_service_pb";
import { transport } from "./client";
import { isCode, isUnreachable } from "./errors";

/** Bytes that are sent in one piece; more come in parts of this size, below what proxies keep. */
const piece = 768 * 1024;
const firstWait = 1000;
const longestWait = 30_000;

const uploads = createClient(UploadService, transport);
const attachments = createClient(AttachmentService, transport);

export interface Progress {
  /** Bytes that have arrived. */
  readonly onSent: (bytes: number) => void;
  /** The line is broken; it goes on by itself. */
  readonly onWaiting: () => void;
  /** The server knows the upload by this name from now on. */
  readonly onBegun: (upload: string) => void;
}

export interface Sent {
  readonly uid: string;
  readonly file: Blob;
  readonly filename: string;
  readonly type: string;
  /** What `onBegun` was told before the page was loaded anew. */
  readonly begun: string | null;
}

export async function uploadLimit(): Promise<number> {
  const { size } = await uploads.getUploadLimit({});
  return Number(size);
}

export async function forgetUpload(name: string): Promise<void> {
  await uploads.cancelUpload({ name });
}

export async function deleteAttachment(uid: string): Promise<void> {
  await attachments.deleteAttachment({ name: `attachments/${uid}` });
}

/** Wait a while, or until the browser is online again. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      window.removeEventListener("online", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    window.addEventListener("online", end);
    signal.addEventListener("abort", () => reject(new ConnectError("canceled", Code.Canceled)));
  });
}

/** Try again for as long as the server cannot be reached. */
async function persistent<T>(work: () => Promise<T>, progress: Progress, signal: AbortSignal): Promise<T> {
  for (let wait = firstWait; ; wait = Math.min(wait * 2, longestWait)) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || !isUnreachable(error)) throw error;
      progress.onWaiting();
      await pause(wait, signal);
    }
  }
}

async function bytesOf(part: Blob): Promise<Uint8Array> {
  return new Uint8Array(await part.arrayBuffer());
}

/** A try whose answer was lost may have stored it. */
async function existing(uid: string, size: number): Promise<Attachment | null> {
  const found = await attachments.getAttachment({ name: `attachments/${uid}` }).catch(() => null);
  return found !== null && Number(found.size) === size ? found : null;
}

export async function isStored(uid: string): Promise<boolean> {
  return (await attachments.getAttachment({ name: `attachments/${uid}` })).name !== "";
}

async function sendWhole({ uid, file, filename, type }: Sent, signal: AbortSignal): Promise<void> {
  const attachment = { filename, type, content: await bytesOf(file) };
  await attachments.createAttachment({ attachment, attachmentId: uid }, { signal });
}

/** Where to go on: at what has arrived, or at the beginning of a new upload. */
async function beginning(sent: Sent, progress: Progress, signal: AbortSignal): Promise<{ name: string; received: number }> {
  const { uid, file, filename, type, begun } = sent;
  if (begun !== null) {
    try {
      const { name, received } = await uploads.getUpload({ name: begun }, { signal });
      return { name, received: Number(received) };
    } catch (error) {
      // It waited for too long and was forgotten.
      if (!isCode(error, Code.NotFound)) throw error;
    }
  }
  const request = { attachment: { filename, type }, attachmentId: uid, size: BigInt(file.size) };
  const { name } = await uploads.createUpload(request, { signal });
  progress.onBegun(name);
  return { name, received: 0 };
}

async function sendParts(sent: Sent, progress: Progress, signal: AbortSignal): Promise<void> {
  const { file } = sent;
  let { name, received } = await persistent(() => beginning(sent, progress, signal), progress, signal);
  while (received < file.size) {
    progress.onSent(received);
    const content = await bytesOf(file.slice(received, received + piece));
    const offset = BigInt(received);
    const answer = await persistent(() => uploads.uploadPart({ name, offset, content }, { signal }), progress, signal);
    received = Number(answer.received);
  }
  await persistent(() => uploads.completeUpload({ name }, { signal }), progress, signal);
}

/** Send a file; settles when the server has all of it. A lost answer is no loss. */
export async function sendFile(sent: Sent, progress: Progress, signal: AbortSignal): Promise<void> {
  try {
    if (sent.file.size <= piece) await persistent(() => sendWhole(sent, signal), progress, signal);
    else await sendParts(sent, progress, signal);
  } catch (error) {
    const isTwice = isCode(error, Code.AlreadyExists) || isCode(error, Code.NotFound);
    if (!isTwice || (await existing(sent.uid, sent.file.size)) === null) throw error;
  }
}
