import { create } from "@bufbuild/protobuf";
import { afterEach, describe, expect, it, vi } from "vitest";

import { session } from "../api/client";
import { MemoSchema } from "../gen/memos/api/v1/memo_service_pb";
import { holdBack, takeNews, waitingNews } from "../stores/news";
import { pauseAfter } from "./connection";
import { EndedError, eventOf, type Heard, listen } from "./stream";

function streamOf(...chunks: string[]): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(encoder.encode(chunk));
      controller.close();
    },
  });
  return new Response(body, { headers: { "content-type": "text/event-stream" } });
}

function named(name: string) {
  return create(MemoSchema, { name });
}

afterEach(() => session.end("wanted"));

describe("a stream of events", () => {
  it("tells events, numbers of heartbeats, and that too much was missed", async () => {
    session.begin({ token: "t", expiresAt: Date.now() + 600_000 });
    const fetched = vi.fn<typeof fetch>(async () =>
      streamOf(
        ": connected\n\n: too far behind\n\nid: 7\nda",
        'ta: {"type":"memo.updated","name":"memos/a"}\n\n: heartbeat\nid: 9\n\n',
      ),
    );
    vi.stubGlobal("fetch", fetched);
    const heard: Heard[] = [];
    const opened = vi.fn<() => void>();
    await listen("5", new AbortController().signal, opened, (one) => heard.push(one));
    expect(opened).toHaveBeenCalledOnce();
    expect(heard.map(({ id, isFarBehind, event }) => [id, isFarBehind, event?.name ?? ""])).toEqual([
      ["", true, ""],
      ["7", false, ""],
      ["", false, "memos/a"],
      ["9", false, ""],
    ]);
    const headers = new Headers(fetched.mock.calls[0]?.[1]?.headers);
    expect(headers.get("authorization")).toBe("Bearer t");
    expect(headers.get("last-event-id")).toBe("5");
  });

  it("is over for whoever is signed out", async () => {
    const listening = listen("", new AbortController().signal, vi.fn<() => void>(), vi.fn<() => void>());
    await expect(listening).rejects.toBeInstanceOf(EndedError);
  });

  it("takes no nonsense for an event", () => {
    expect(eventOf("{")).toBeNull();
    expect(eventOf('{"type":1}')).toBeNull();
  });

  it("is asked for again after growing pauses, a minute at most", () => {
    expect([0, 1, 2, 10].map((failures) => pauseAfter(failures, 1))).toEqual([1000, 2000, 4000, 60_000]);
    expect(pauseAfter(0, 0)).toBe(500);
  });
});

describe("news", () => {
  it("wait once each, newest first, until they are taken", () => {
    holdBack(named("memos/a"));
    holdBack(named("memos/b"));
    holdBack(named("memos/a"));
    expect(waitingNews().map(({ name }) => name)).toEqual(["memos/a", "memos/b"]);
    expect(takeNews()).toHaveLength(2);
    expect(waitingNews()).toEqual([]);
  });
});
