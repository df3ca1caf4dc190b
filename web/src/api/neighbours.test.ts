import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";

import { ListMemosRequestSchema, ListMemosResponseSchema, type Memo, MemoSchema } from "../gen/memos/api/v1/memo_service_pb";
import { answer, serve } from "../testing";
import { cache } from "./cache";
import { neighboursOf } from "./neighbours";

function memo(name: string, second: number): Memo {
  return create(MemoSchema, { name: `memos/${name}`, creator: "users/ada", createTime: { seconds: BigInt(second) } });
}

/** As the list shows them, the newest first. */
const listed = [memo("f", 30), memo("e", 20), memo("d", 20), memo("c", 20), memo("b", 10), memo("a", 10)];

/** Notes of one second keep their order in lists of either direction. */
function serveThem(): void {
  serve({
    ListMemos: answer(ListMemosRequestSchema, ListMemosResponseSchema, ({ filter, orderBy, pageSize }) => {
      const [, comparison, text] = /created_ts (<|>|==) (\d+)$/u.exec(filter) ?? [];
      const wanted = Number(text);
      const found = listed.filter(({ createTime }) => {
        const second = Number(createTime?.seconds);
        return comparison === "<" ? second < wanted : comparison === ">" ? second > wanted : second === wanted;
      });
      const sign = orderBy.endsWith("asc") ? 1 : -1;
      const sorted = found.toSorted((one, other) => sign * Number((one.createTime?.seconds ?? 0n) - (other.createTime?.seconds ?? 0n)));
      return create(ListMemosResponseSchema, { memos: sorted.slice(0, pageSize) });
    }),
  });
}

describe("the notes before and after one", () => {
  it("are those of the list, also within one second", async () => {
    serveThem();
    const way: string[] = [];
    let here: Memo | undefined | null = listed[0];
    while (here !== null && here !== undefined) {
      way.push(here.name.at(-1) ?? "");
      // One leads to the next.
      // oxlint-disable-next-line no-await-in-loop
      here = (await cache.fetchQuery(neighboursOf(here))).older;
    }
    expect(way.join("")).toBe("fedcba");
  });

  it("lead back the same way", async () => {
    serveThem();
    const way: string[] = [];
    let here: Memo | undefined | null = listed.at(-1);
    while (here !== null && here !== undefined) {
      way.push(here.name.at(-1) ?? "");
      // One leads to the next.
      // oxlint-disable-next-line no-await-in-loop
      here = (await cache.fetchQuery(neighboursOf(here))).newer;
    }
    expect(way.join("")).toBe("abcdef");
  });
});
