import { create } from "@bufbuild/protobuf";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import { EditMemoRequestSchema, EditMemoResponseSchema } from "../gen/appliance/v1/memo_edit_service_pb";
import { State } from "../gen/memos/api/v1/common_pb";
import { type Memo, MemoSchema, UpdateMemoRequestSchema, Visibility } from "../gen/memos/api/v1/memo_service_pb";
import { currentMemo } from "../stores/current";
import { currentSnack, dismiss } from "../stores/snackbar";
import { ada, answer, draw, refuse, serve, surrounded } from "../testing";
import { MemoCard } from "./MemoCard";

function memo(part: Partial<Memo> = {}): Memo {
  const whole = create(MemoSchema, {
    name: "memos/one",
    creator: ada.name,
    state: State.NORMAL,
    visibility: Visibility.PRIVATE,
    createTime: { seconds: 1_700_000_000n },
    content: "Some #tagged text",
  });
  return Object.assign(whole, part);
}

describe("a card", () => {
  it("offers a stranger's note to be read, not to be changed", () => {
    draw(<MemoCard memo={memo({ visibility: Visibility.PUBLIC })} isOwn={false} />);
    expect(screen.getByText("Public")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Edit" })).toBeNull();
    expect(screen.getByRole("link", { name: "ada" }).getAttribute("href")).toBe("/u/ada");
  });

  it("leads from a tag to the notes that have it", () => {
    draw(<MemoCard memo={memo()} isOwn />);
    expect(screen.getByRole("link", { name: "#tagged" }).getAttribute("href")).toBe("/?tag=tagged");
  });

  it("sends only the fields that editing changes", async () => {
    const sent: string[][] = [];
    serve({
      EditMemo: answer(EditMemoRequestSchema, EditMemoResponseSchema, (request) => {
        sent.push(request.updateMask?.paths ?? []);
        return create(EditMemoResponseSchema, { memo: memo({ content: request.memo?.content ?? "" }), applied: true });
      }),
    });
    draw(<MemoCard memo={memo()} isOwn />);
    await userEvent.click(screen.getByRole("button", { name: "Edit" }));
    await userEvent.type(await screen.findByRole("textbox", { name: "Edit note" }), " and more{Control>}{Enter}");
    await expect.poll(() => screen.queryByRole("textbox")).toBeNull();
    expect(sent).toEqual([["content", "update_time"]]);
  });

  it("keeps the text of an edit that was refused, with the request to quote", async () => {
    serve({ EditMemo: refuse(503, "unavailable") });
    draw(<MemoCard memo={memo()} isOwn />);
    await userEvent.click(screen.getByRole("button", { name: "Edit" }));
    const area = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Edit note" });
    await userEvent.type(area, " and more");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    expect((await screen.findByRole("alert")).textContent).toMatch(/Not saved\..*Request req-1/u);
    expect(area.value).toBe("Some #tagged text and more");
    await userEvent.click(screen.getByRole("button", { name: "Discard" }));
  });

  it("ticks one task and sends the text alone", async () => {
    const sent: [string, string[]][] = [];
    serve({
      UpdateMemo: answer(UpdateMemoRequestSchema, MemoSchema, (request) => {
        sent.push([request.memo?.content ?? "", request.updateMask?.paths ?? []]);
        return memo({ content: request.memo?.content ?? "" });
      }),
    });
    draw(<MemoCard memo={memo({ content: "- [ ] a\n- [ ] b" })} isOwn />);
    await userEvent.click(screen.getByRole("checkbox", { name: "b" }));
    await expect.poll(() => sent).toEqual([["- [ ] a\n- [x] b", ["content", "update_time"]]]);
  });

  it("says where a pin could not be set", async () => {
    serve({ UpdateMemo: refuse(403, "permission_denied") });
    draw(<MemoCard memo={memo({ pinned: true })} isOwn />);
    await userEvent.click(screen.getByRole("button", { name: "Unpin" }));
    await expect.poll(() => currentSnack()?.text).toBe("You may not do that. (Request req-1)");
    dismiss();
  });
});

describe("keys on a card", () => {
  it("act on the memo as it is now", async () => {
    const sent: boolean[] = [];
    serve({
      UpdateMemo: answer(UpdateMemoRequestSchema, MemoSchema, (request) => {
        sent.push(request.memo?.pinned ?? false);
        return memo({ pinned: request.memo?.pinned ?? false });
      }),
    });
    const { rerender } = draw(<MemoCard memo={memo()} isOwn />);
    screen.getByRole("article").focus();
    currentMemo()?.act("pin");
    rerender(surrounded(<MemoCard memo={memo({ pinned: true })} isOwn />));
    currentMemo()?.act("pin");
    await expect.poll(() => sent).toEqual([true, false]);
  });

  it("end with the card", () => {
    const { unmount } = draw(<MemoCard memo={memo()} isOwn />);
    screen.getByRole("article").focus();
    expect(currentMemo()?.name).toBe("memos/one");
    unmount();
    expect(currentMemo()).toBeNull();
  });
});
