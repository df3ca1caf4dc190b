/** One stream of the server's events, from its request to its end. */
import { createParser } from "eventsource-parser";

import { session } from "../api/client";
import { home } from "../paths";

/** One change, as the server tells it. */
export interface LiveEvent {
  readonly type: string;
  /** `memos/{uid}`: what changed, or the memo around it. */
  readonly name: string;
}

export interface Heard {
  readonly event: LiveEvent | null;
  /** To go on from after an interruption; empty when the server told none. */
  readonly id: string;
  /** So much was missed that only loading anew helps. */
  readonly isFarBehind: boolean;
}

const address = new URL("api/v1/sse", home);
/** The server says something at least every 20 seconds: a line that is quiet for longer is dead. */
const silence = 60_000;

export class EndedError extends Error {}

function isEvent(value: unknown): value is LiveEvent {
  return (
    typeof value === "object" &&
    value !== null &&
    "type" in value &&
    typeof value.type === "string" &&
    "name" in value &&
    typeof value.name === "string"
  );
}

export function eventOf(data: string): LiveEvent | null {
  try {
    const value: unknown = JSON.parse(data);
    return isEvent(value) ? value : null;
  } catch {
    return null;
  }
}

async function request(lastId: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const ask = (token: string): Promise<Response> =>
    fetch(address, {
      signal,
      cache: "no-store",
      headers: { Accept: "text/event-stream", Authorization: `Bearer ${token}`, "Last-Event-ID": lastId },
    });
  const token = await session.token();
  if (token === null) throw new EndedError("signed out");
  let response = await ask(token);
  if (response.status === 401) {
    const renewed = await session.renew(token);
    if (renewed === null) throw new EndedError("signed out");
    response = await ask(renewed);
  }
  if (!response.ok || response.body === null) throw new Error(`the stream was refused: ${response.status}`);
  return response.body;
}

/** Listen until the stream ends; `onOpen` once it is there. */
export async function listen(
  lastId: string,
  stop: AbortSignal,
  onOpen: () => void,
  onHeard: (heard: Heard) => void,
): Promise<void> {
  const quiet = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hear = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => quiet.abort(), silence);
  };
  hear();
  try {
    const signal = AbortSignal.any([stop, quiet.signal]);
    const body = await request(lastId, signal);
    onOpen();
    const tell = (part: Partial<Heard>): void => onHeard({ event: null, id: "", isFarBehind: false, ...part });
    const parser = createParser({
      onEvent: ({ data }) => tell({ event: eventOf(data) }),
      // Numbers come with heartbeats too.
      onId: (id) => tell({ id }),
      onComment: (comment) => comment.includes("too far behind") && tell({ isFarBehind: true }),
    });
    const decoder = new TextDecoder();
    const sink = new WritableStream<Uint8Array<ArrayBuffer>>({
      write: (chunk) => {
        hear();
        parser.feed(decoder.decode(chunk, { stream: true }));
      },
    });
    await body.pipeTo(sink);
  } finally {
    clearTimeout(timer);
  }
}
