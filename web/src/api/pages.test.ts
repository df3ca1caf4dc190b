import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";

import { ListMemosResponseSchema, type Memo, MemoSchema } from "../gen/memos/api/v1/memo_service_pb";
import { allMemos, including, type Pages, replacing, without } from "./pages";

function memo(name: string, seconds: number, pinned = false): Memo {
  return create(MemoSchema, { name, pinned, createTime: { seconds: BigInt(seconds) } });
}

function pagesOf(memos: readonly (readonly Memo[])[], isWhole = true): Pages {
  return {
    pageParams: memos.map(String),
    pages: memos.map((page, index) =>
      create(ListMemosResponseSchema, {
        memos: [...page],
        nextPageToken: index === memos.length - 1 && isWhole ? "" : "more",
      }),
    ),
  };
}

const names = (pages: Pages) => allMemos(pages).map((one) => one.name);
const loaded = pagesOf([[memo("p", 1, true), memo("c", 30)], [memo("b", 20), memo("a", 10)]], false);

describe("a loaded list", () => {
  it("takes a new memo below the pinned ones", () => {
    expect(names(including(loaded, memo("new", 40)))).toEqual(["p", "new", "c", "b", "a"]);
  });

  it("takes a pinned memo to the top, by its time", () => {
    expect(names(including(loaded, memo("b", 20, true)))).toEqual(["b", "p", "c", "a"]);
  });

  it("puts an old memo back where it was", () => {
    const rest = without(loaded, "b");
    expect(names(rest)).toEqual(["p", "c", "a"]);
    expect(names(including(rest, memo("b", 20)))).toEqual(["p", "c", "b", "a"]);
  });

  it("leaves what is older than it has loaded to the next page", () => {
    expect(names(including(loaded, memo("old", 5)))).toEqual(["p", "c", "b", "a"]);
  });

  it("ends with the oldest when all is loaded", () => {
    expect(names(including(pagesOf([[memo("c", 30)]]), memo("old", 5)))).toEqual(["c", "old"]);
    expect(names(including(pagesOf([[]]), memo("first", 5)))).toEqual(["first"]);
  });

  it("shows a changed memo in its place", () => {
    const changed = replacing(loaded, { ...memo("b", 20), content: "changed" });
    expect(names(changed)).toEqual(names(loaded));
    expect(allMemos(changed)[2]?.content).toBe("changed");
  });
});
