import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { currentSnack, dismiss, hold, release, rememberDeletion, rememberedDeletion, say, shownFor, takeOffer } from "./snackbar";

describe("the message at the foot", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    dismiss();
    vi.useRealTimers();
  });

  it("stays for ten seconds", () => {
    say("Note deleted.");
    vi.advanceTimersByTime(shownFor - 1);
    expect(currentSnack()?.text).toBe("Note deleted.");
    vi.advanceTimersByTime(1);
    expect(currentSnack()).toBeNull();
  });

  it("waits while somebody is about to use it", () => {
    say("Note deleted.");
    hold();
    vi.advanceTimersByTime(shownFor * 3);
    expect(currentSnack()).not.toBeNull();
    release();
    vi.advanceTimersByTime(shownFor);
    expect(currentSnack()).toBeNull();
  });

  it("does what it offers once", () => {
    const act = vi.fn<() => void>();
    say("Note deleted.", { offer: { label: "Undo", act } });
    takeOffer();
    takeOffer();
    expect(act).toHaveBeenCalledOnce();
  });

  it("is remembered over a reload for a minute, and no longer than it is offered", () => {
    rememberDeletion("memos/abc");
    expect(rememberedDeletion()).toBe("memos/abc");
    vi.advanceTimersByTime(60_000);
    expect(rememberedDeletion()).toBeNull();
    rememberDeletion("memos/abc");
    dismiss();
    expect(rememberedDeletion()).toBeNull();
  });
});
