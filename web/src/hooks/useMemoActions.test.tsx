import { create } from "@bufbuild/protobuf";
import { EmptySchema } from "@bufbuild/protobuf/wkt";
import { renderHook } from "@testing-library/react";
import { expect, it } from "vitest";

import { cache } from "../api/cache";
import { memoList } from "../api/memos";
import { allMemos } from "../api/pages";
import { State } from "../gen/memos/api/v1/common_pb";
import {
  DeleteMemoRequestSchema,
  ListMemosResponseSchema,
  MemoSchema,
  UpdateMemoRequestSchema,
} from "../gen/memos/api/v1/memo_service_pb";
import { withTask } from "../lib/lines";
import { everything } from "../lib/search";
import { ada, answer, serve } from "../testing";
import { useMemoActions } from "./useMemoActions";

it("a late answer does not bring back a note that was deleted meanwhile", async () => {
  const memo = create(MemoSchema, { name: "memos/one", creator: ada.name, state: State.NORMAL });
  const list = memoList({ state: State.NORMAL, search: everything, creator: ada.name });
  cache.setQueryData(list.queryKey, {
    pages: [create(ListMemosResponseSchema, { memos: [memo] })],
    pageParams: [""],
  });
  const held: (() => void)[] = [];
  const late = new Promise<void>((resolve) => {
    held.push(resolve);
  });
  const update = answer(UpdateMemoRequestSchema, MemoSchema, () => ({ ...memo, pinned: true }));
  serve({
    UpdateMemo: (body) => late.then(() => update(body)),
    DeleteMemo: answer(DeleteMemoRequestSchema, EmptySchema, () => create(EmptySchema)),
  });
  const { result } = renderHook(() => useMemoActions(memo));

  const pinning = result.current.pin();
  await result.current.remove();
  for (const release of held) release();
  await pinning;

  const data = cache.getQueryData(list.queryKey);
  expect(data === undefined ? [] : allMemos(data)).toEqual([]);
});

it("a second tick builds on the first, although that is not drawn yet", async () => {
  const memo = create(MemoSchema, { name: "memos/two", creator: ada.name, state: State.NORMAL, content: "- [ ] a\n- [ ] b" });
  const sent: (string | undefined)[] = [];
  serve({
    UpdateMemo: answer(UpdateMemoRequestSchema, MemoSchema, (request) => {
      sent.push(request.memo?.content);
      return { ...memo, content: request.memo?.content ?? "" };
    }),
  });
  const { result } = renderHook(() => useMemoActions(memo));

  await Promise.all([
    result.current.write((content) => withTask(content, 0, true)),
    result.current.write((content) => withTask(content, 8, true)),
  ]);
  expect(sent).toEqual(["- [x] a\n- [ ] b", "- [x] a\n- [x] b"]);
});
