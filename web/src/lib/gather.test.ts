import { describe, expect, it } from "vitest";

import { gatherer, type Outcome } from "./gather";

function doubling(asked: number[][]) {
  return gatherer<number, number>(
    async (keys) => {
      asked.push([...keys]);
      return keys.map((key): Outcome<number> =>
        key < 0 ? { status: "rejected", reason: new Error("negative") } : { status: "fulfilled", value: key * 2 },
      );
    },
    { most: 2, wait: 0 },
  );
}

describe("gathering", () => {
  it("asks at once what is asked within a moment, but no more than may be", async () => {
    const asked: number[][] = [];
    const double = doubling(asked);
    expect(await Promise.all([double(1), double(2), double(3)])).toEqual([2, 4, 6]);
    expect(asked).toEqual([[1, 2], [3]]);
  });

  it("lets one question fail alone", async () => {
    const double = doubling([]);
    const [good, bad] = await Promise.allSettled([double(1), double(-1)]);
    expect([good.status, bad.status]).toEqual(["fulfilled", "rejected"]);
  });

  it("fails all when nothing could be asked", async () => {
    const broken = gatherer<number, number>(() => Promise.reject(new Error("gone")), { most: 9, wait: 0 });
    await expect(broken(1)).rejects.toThrow("gone");
  });
});
