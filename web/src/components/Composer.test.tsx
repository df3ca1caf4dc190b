import { create } from "@bufbuild/protobuf";
import type { EditorView } from "@codemirror/view";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";

import { CreateMemoRequestSchema, MemoSchema } from "../gen/memos/api/v1/memo_service_pb";
import { forgetBox } from "../stores/draftBox";
import { ada, answer, codeMirror, draw, layOut, refuse, serve } from "../testing";
import { Composer } from "./Composer";
import { ComposingProvider } from "./composing";

function area(): HTMLTextAreaElement {
  return screen.getByRole("textbox", { name: "New note" });
}

function open(): void {
  draw(
    <ComposingProvider>
      <Composer />
    </ComposingProvider>,
  );
}

/** Take what is sent, as a server would. */
function take(): string[] {
  const sent: string[] = [];
  serve({
    CreateMemo: answer(CreateMemoRequestSchema, MemoSchema, ({ memo, memoId }) => {
      sent.push(memo?.content ?? "");
      return create(MemoSchema, { name: `memos/${memoId}`, content: memo?.content ?? "" });
    }),
  });
  return sent;
}

/** The editor itself, with the tools of the form around it. */
async function begun(): Promise<EditorView> {
  layOut();
  open();
  await userEvent.click(area());
  const view = await codeMirror();
  await screen.findByRole("button", { name: "Insert" });
  return view;
}

/** Type, and press Enter before the page is told; not into the DOM, which is read back later. */
function typeAndEnter(view: EditorView, text: string, keys: KeyboardEventInit): void {
  view.dispatch({ changes: { from: view.state.doc.length, insert: text } });
  view.contentDOM.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...keys }));
}

describe("the composer", () => {
  beforeEach(() => forgetBox(`draft:${ada.name}`));

  it("saves with Ctrl+Enter and is empty at once", async () => {
    const sent = take();
    open();
    await userEvent.type(area(), "A thought{Control>}{Enter}");
    expect(area().value).toBe("");
    await expect.poll(() => sent).toEqual(["A thought"]);
  });

  it("saves keys that Ctrl+Enter follows at once", async () => {
    const sent = take();
    const view = await begun();
    typeAndEnter(view, "Quick", { ctrlKey: true });
    await expect.poll(() => sent).toEqual(["Quick"]);
    await expect.poll(() => view.state.doc.toString()).toBe("");
  });

  it("saves with Ctrl+Enter from any of its buttons, and from no menu", async () => {
    const sent = take();
    open();
    await userEvent.type(area(), "Who reads this?");
    await screen.findByRole("button", { name: "Insert" });
    await userEvent.click(screen.getByRole("button", { name: /^Visibility/u }));
    const menu = await screen.findByRole("menu");
    await expect.poll(() => menu.contains(document.activeElement)).toBe(true);
    await userEvent.keyboard("{Control>}{Enter}{/Control}");
    expect(area().value).toBe("Who reads this?");
    await userEvent.keyboard("{Escape}");
    await expect.poll(() => screen.queryByRole("menu")).toBeNull();
    screen.getByRole("button", { name: /^Visibility/u }).focus();
    await userEvent.keyboard("{Control>}{Enter}{/Control}");
    await expect.poll(() => sent).toEqual(["Who reads this?"]);
    expect(screen.queryByRole("menu")).toBeNull();
  });

  it("saves with no key that says something else, and what it saves is whole", async () => {
    const sent = take();
    const view = await begun();
    typeAndEnter(view, "Quick", { ctrlKey: true, shiftKey: true });
    expect(view.state.doc.toString()).toBe("Quick");
    // The editor knows ⌘ on Apple's machines alone; the form takes both.
    typeAndEnter(view, "!", { metaKey: true });
    await expect.poll(() => sent).toEqual(["Quick!"]);
    await expect.poll(() => view.state.doc.toString()).toBe("");
  });

  it("has nothing to save while nothing is written", async () => {
    serve({});
    open();
    await userEvent.type(area(), "  ");
    expect(screen.getByRole("button", { name: "Save" }).hasAttribute("disabled")).toBe(true);
  });

  it("gives the text back with a Retry when saving fails, under the same id", async () => {
    const ids: string[] = [];
    const note = (body: Uint8Array) =>
      answer(CreateMemoRequestSchema, MemoSchema, ({ memoId }) => {
        ids.push(memoId);
        return create(MemoSchema, { name: `memos/${memoId}` });
      })(body);
    serve({
      CreateMemo: async (body) => {
        await note(body);
        return refuse(503, "unavailable")(body);
      },
    });
    open();
    await userEvent.type(area(), "A thought");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    expect((await screen.findByRole("alert")).textContent).toContain("Not saved.");
    expect(area().value).toBe("A thought");
    serve({ CreateMemo: note });
    await userEvent.click(screen.getByRole("button", { name: "Retry" }));
    await expect.poll(() => area().value).toBe("");
    await expect.poll(() => ids.length).toBe(2);
    expect(new Set(ids).size).toBe(1);
  });
});
