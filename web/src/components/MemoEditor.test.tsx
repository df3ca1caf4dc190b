import { create } from "@bufbuild/protobuf";
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { type EditMemoRequest, EditMemoRequestSchema, EditMemoResponseSchema } from "../gen/appliance/v1/memo_edit_service_pb";
import { type Memo, MemoSchema, Visibility } from "../gen/memos/api/v1/memo_service_pb";
import { forgetBox, slotOf } from "../stores/draftBox";
import { writeDraft } from "../stores/drafts";
import { tabId } from "../stores/tab";
import { ada, answer, codeMirror, draw, layOut, serve, surrounded } from "../testing";
import { draftFrom } from "./draftMemo";
import { MemoEditor } from "./MemoEditor";

function memo(part: Partial<Memo> = {}): Memo {
  const whole = create(MemoSchema, { name: "memos/one", creator: ada.name, visibility: Visibility.PRIVATE, content: "First" });
  return Object.assign(whole, part);
}

/** Refuse the first edits with the note as it is now, and apply what follows. */
function answerWith(now: Memo, refused = 1): EditMemoRequest[] {
  const seen: EditMemoRequest[] = [];
  serve({
    EditMemo: answer(EditMemoRequestSchema, EditMemoResponseSchema, (request) => {
      seen.push(request);
      return create(EditMemoResponseSchema, { memo: now, applied: seen.length > refused });
    }),
  });
  return seen;
}

function area(): HTMLTextAreaElement {
  return screen.getByRole("textbox", { name: "Edit note" });
}

async function choose(audience: string): Promise<void> {
  // The button of the form that was there first goes when its tools come.
  await screen.findByRole("button", { name: "Insert" });
  await userEvent.click(await screen.findByRole("button", { name: /^Visibility/u }));
  await userEvent.click(await screen.findByRole("menuitemradio", { name: new RegExp(`^${audience}`, "u") }));
}

describe("an edit that others contradict", () => {
  beforeEach(() => {
    forgetBox(`edit:${ada.name}:memos/one`);
    // The browser of these tests measures nothing.
    vi.stubGlobal("matchMedia", () => Object.assign(new EventTarget(), { matches: false }));
  });
  afterEach(() => vi.unstubAllGlobals());

  it("saves nothing but what was changed here over theirs", async () => {
    const seen = answerWith(memo({ content: "Theirs", visibility: Visibility.PUBLIC, pinned: true }));
    draw(<MemoEditor memo={memo()} onClose={() => undefined} />);
    await userEvent.type(area(), " mine{Control>}{Enter}");
    await userEvent.click(await screen.findByRole("button", { name: "Save mine" }));
    await expect.poll(() => seen.length).toBe(2);
    const [, last] = seen;
    expect(last?.updateMask?.paths).toEqual(["content", "update_time"]);
    expect(last?.memo?.content).toBe("First mine");
    expect([last?.base?.content, last?.base?.visibility]).toEqual(["Theirs", Visibility.PUBLIC]);
  });

  it("shows who may read in both versions, and leaves a text alone that only they changed", async () => {
    const seen = answerWith(memo({ content: "Theirs", visibility: Visibility.PUBLIC }));
    draw(<MemoEditor memo={memo()} onClose={() => undefined} />);
    await choose("Members");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    const row = await screen.findByRole("row", { name: /^Visibility/u });
    expect(within(row).getAllByRole("cell").map(({ textContent }) => textContent)).toEqual(["Public", "Members"]);
    await userEvent.click(screen.getByRole("button", { name: "Save mine" }));
    await expect.poll(() => seen.at(1)?.updateMask?.paths).toEqual(["visibility"]);
  });

  it("takes over what only others changed while it is open", async () => {
    const seen = answerWith(memo(), 0);
    const { rerender } = draw(<MemoEditor memo={memo()} onClose={() => undefined} />);
    rerender(surrounded(<MemoEditor memo={memo({ content: "Theirs" })} onClose={() => undefined} />));
    await expect.poll(() => area().value).toBe("Theirs");
    await choose("Members");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    await expect.poll(() => seen.at(0)?.updateMask?.paths).toEqual(["visibility"]);
  });

  it("takes over what only others changed before an edit came back from the disk", async () => {
    serve({});
    const { base, ...began } = draftFrom(memo());
    await writeDraft(slotOf(`edit:${ada.name}:memos/one`, tabId()), { ...began, visibility: Visibility.PUBLIC, base });
    draw(<MemoEditor memo={memo({ content: "Theirs" })} onClose={() => undefined} />);
    expect(await screen.findByText(/had not saved/u)).toBeTruthy();
    await expect.poll(() => area().value).toBe("Theirs");
    expect(await screen.findByRole("button", { name: /^Visibility.*Public/u })).toBeTruthy();
  });

  it("overwrites nobody whose text arrives with the first key", async () => {
    layOut();
    serve({});
    const { rerender } = draw(<MemoEditor memo={memo()} onClose={() => undefined} />);
    const view = await codeMirror();
    view.dispatch({ changes: { from: 5, insert: "!" } });
    rerender(surrounded(<MemoEditor memo={memo({ content: "Theirs" })} onClose={() => undefined} />));
    expect((await screen.findByRole("status")).textContent).toMatch(/changed elsewhere/u);
    expect(view.contentDOM.textContent).toBe("First!");
  });

  it("keeps a key that Escape follows at once", async () => {
    layOut();
    serve({});
    const closed = vi.fn<() => void>();
    const { unmount } = draw(<MemoEditor memo={memo()} onClose={closed} />);
    const view = await codeMirror();
    view.dispatch({ changes: { from: 5, insert: "!" } });
    view.contentDOM.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
    expect(closed).toHaveBeenCalledOnce();
    unmount();
    draw(<MemoEditor memo={memo()} onClose={() => undefined} />);
    expect(area().value).toBe("First!");
  });

  it("goes on with what is typed while it is saved", async () => {
    const seen: EditMemoRequest[] = [];
    let isTyped = false;
    const reply = answer(EditMemoRequestSchema, EditMemoResponseSchema, (request) => {
      seen.push(request);
      return create(EditMemoResponseSchema, { memo: memo({ content: request.memo?.content ?? "" }), applied: true });
    });
    serve({
      EditMemo: async (body) => {
        await vi.waitUntil(() => isTyped);
        return reply(body);
      },
    });
    const closed = vi.fn<() => void>();
    draw(<MemoEditor memo={memo()} onClose={closed} />);
    await userEvent.type(area(), " mine{Control>}{Enter}{/Control} and more");
    isTyped = true;
    await expect.poll(() => seen.map((request) => request.memo?.content)).toEqual(["First mine"]);
    await expect.poll(() => screen.getByRole("button", { name: "Save" }).hasAttribute("disabled")).toBe(false);
    expect(area().value).toBe("First mine and more");
    expect(closed).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    await expect.poll(() => seen.at(1)?.memo?.content).toBe("First mine and more");
    expect(seen.at(1)?.base?.content).toBe("First mine");
    await expect.poll(() => closed).toHaveBeenCalledOnce();
  });

  it("says so while both write, and keeps what was typed", async () => {
    serve({});
    const { rerender } = draw(<MemoEditor memo={memo()} onClose={() => undefined} />);
    await userEvent.type(area(), " mine");
    rerender(surrounded(<MemoEditor memo={memo({ content: "Theirs" })} onClose={() => undefined} />));
    expect((await screen.findByRole("status")).textContent).toMatch(/changed elsewhere/u);
    expect(area().value).toBe("First mine");
  });
});
