import { describe, expect, it } from "vitest";

import { barsOf, startOf, streaksOf } from "./counts";

const days = [
  { day: "2026-02-27", count: 1 },
  { day: "2026-02-28", count: 2 },
  { day: "2026-03-01", count: 3 },
  { day: "2026-03-03", count: 4 },
];

describe("bars", () => {
  it("stand for every day, also those without notes", () => {
    expect(barsOf(days, "2026-02-28", "2026-03-03", "day").map(({ count }) => count)).toEqual([2, 3, 0, 4]);
  });

  it("gather weeks from Monday on and whole months", () => {
    expect(startOf("2026-03-01", "week")).toBe("2026-02-23");
    expect(barsOf(days, "2026-02-27", "2026-03-03", "week")).toEqual([
      { day: "2026-02-23", count: 6 },
      { day: "2026-03-02", count: 4 },
    ]);
    expect(barsOf(days, "2026-02-27", "2026-03-03", "month")).toEqual([
      { day: "2026-02-01", count: 3 },
      { day: "2026-03-01", count: 7 },
    ]);
  });
});

describe("streaks", () => {
  it("cross the ends of months", () => {
    expect(streaksOf(days, "2026-03-03")).toEqual({ current: 1, longest: 3 });
  });

  it("last until a day is over without a note", () => {
    expect(streaksOf(days, "2026-03-04").current).toBe(1);
    expect(streaksOf(days, "2026-03-05").current).toBe(0);
    expect(streaksOf([], "2026-03-05")).toEqual({ current: 0, longest: 0 });
  });
});
