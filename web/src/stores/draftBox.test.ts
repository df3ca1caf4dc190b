import { get } from "idb-keyval";
import { describe, expect, it } from "vitest";

import { Visibility } from "../gen/memos/api/v1/memo_service_pb";
import { DraftBox, slotOf } from "./draftBox";
import { emptyDraft, writeDraft } from "./drafts";
import { tabId } from "./tab";

async function opened(key = "draft"): Promise<DraftBox> {
  const box = new DraftBox(key, emptyDraft);
  await box.loaded;
  return box;
}

describe("a draft", () => {
  it("is there after a reload, with who may read it", async () => {
    const before = await opened();
    before.change({ text: "half a thought", visibility: Visibility.PUBLIC });
    await before.flush();
    const after = await opened();
    expect(after.current()).toEqual(before.current());
    expect(after.restored()).toBe(true);
  });

  it("is written soon after the last key, without being asked", async () => {
    const box = await opened();
    box.change({ text: "typed" });
    await expect.poll(() => get(slotOf("draft", tabId()))).toMatchObject({ text: "typed" });
  });

  it("survives a page that goes away before the database is written", async () => {
    const box = await opened();
    box.change({ text: "the last word" });
    box.keepNow();
    expect((await opened()).current().text).toBe("the last word");
  });

  it("that was kept in haste does not come back after it was written", async () => {
    const box = await opened();
    box.change({ text: "typed" });
    box.keepNow();
    await box.flush();
    await box.discard();
    expect((await opened()).current().text).toBe("");
  });

  it("joins what was typed before the disk had answered", async () => {
    const before = await opened();
    before.change({ text: "stored" });
    await before.flush();
    const after = new DraftBox("draft", emptyDraft);
    after.change({ text: "typed at once" });
    await after.loaded;
    expect(after.current().text).toBe("stored\n\ntyped at once");
  });

  it("is empty for the next thought as soon as it is sent, and gone once it is saved", async () => {
    const box = await opened();
    box.change({ text: "sent" });
    const { uid } = box.current();
    const sending = await box.take();
    expect(sending).toMatchObject({ text: "sent", uid, tried: true });
    expect(box.current().text).toBe("");
    expect(box.current().uid).not.toBe(uid);
    await box.sent();
    expect((await opened()).current().text).toBe("");
  });

  it("that was being sent when the tab died comes back under its id", async () => {
    const box = await opened();
    box.change({ text: "sent" });
    const { uid } = await box.take();
    expect((await opened()).current()).toMatchObject({ text: "sent", uid, tried: true });
  });

  it("of a tab that is gone is taken up by another one, and by no second", async () => {
    await writeDraft(slotOf("draft", "gone"), { ...emptyDraft(), text: "left behind" });
    expect((await opened()).current().text).toBe("left behind");
    expect(await get(slotOf("draft", "gone"))).toBeUndefined();
    expect(await get(slotOf("draft", tabId()))).toMatchObject({ text: "left behind" });
  });

  it("of a tab that is open stays where it is", async () => {
    const tabs = new BroadcastChannel("appliance.tabs");
    tabs.addEventListener("message", ({ data }) => data === "who" && tabs.postMessage("other"));
    await writeDraft(slotOf("draft", "other"), { ...emptyDraft(), text: "typed over there" });
    expect((await opened()).current().text).toBe("");
    tabs.close();
    expect(await get(slotOf("draft", "other"))).toMatchObject({ text: "typed over there" });
  });

  it("keeps its files, its place and its times", async () => {
    const file = { uid: "f", filename: "a.png", type: "image/png", size: 3, isStored: true };
    const more = { files: [file], place: { placeholder: "Home", latitude: 1, longitude: 2 }, created: 5 };
    const before = await opened();
    before.change(more);
    await before.flush();
    expect((await opened()).current()).toMatchObject(more);
  });

  it("goes back in front of what was typed since when sending failed", async () => {
    const box = await opened();
    box.change({ text: "sent" });
    const sending = await box.take();
    box.change({ text: "typed since" });
    await box.giveBack(sending);
    expect(box.current()).toMatchObject({ text: "sent\n\ntyped since", uid: sending.uid });
  });
});
