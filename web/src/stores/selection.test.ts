import { beforeEach, expect, it } from "vitest";

import { beginSelecting, endSelecting, selectAll, selection, subscribe, toggleSelected } from "./selection";

beforeEach(endSelecting);

it("begins with the first chosen note, and forgets all at its end", () => {
  toggleSelected("memos/a");
  expect(selection().isOpen).toBe(true);
  selectAll(["memos/a", "memos/b"]);
  toggleSelected("memos/a");
  expect([...selection().names]).toEqual(["memos/b"]);
  endSelecting();
  expect(selection()).toEqual({ isOpen: false, names: new Set() });
});

it("can be open with nothing chosen, and tells whoever listens", () => {
  let told = 0;
  const stop = subscribe(() => {
    told += 1;
  });
  beginSelecting();
  expect(selection()).toEqual({ isOpen: true, names: new Set() });
  stop();
  endSelecting();
  expect(told).toBe(1);
});
