import { describe, expect, it } from "vitest";

import { dayOf, heat, monthShifted, shifted, weeksOf } from "./month";

describe("a month", () => {
  it("begins its weeks where one wants them", () => {
    const sundays = weeksOf("2026-03", 0);
    expect(sundays[0]).toEqual(["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06", "2026-03-07"]);
    const mondays = weeksOf("2026-03", 1);
    expect(mondays[0]).toEqual([null, null, null, null, null, null, "2026-03-01"]);
    expect(mondays).toHaveLength(6);
    expect(weeksOf("2026-02", 0)).toHaveLength(4);
  });

  it("has all its days, in every month of a leap year", () => {
    for (let month = "2028-01"; month < "2029-01"; month = monthShifted(month, 1)) {
      const days = weeksOf(month, 6).flat().filter((day) => day !== null);
      const [year = 0, index = 1] = month.split("-").map(Number);
      expect(days).toHaveLength(new Date(year, index, 0).getDate());
      expect(days[0]).toBe(`${month}-01`);
    }
  });

  it("is left for the next one and the one before", () => {
    expect(monthShifted("2026-12", 1)).toBe("2027-01");
    expect(monthShifted("2026-01", -1)).toBe("2025-12");
    expect(shifted("2026-03-28", 2)).toBe("2026-03-30");
    expect(dayOf(new Date(2026, 0, 5, 23, 59))).toBe("2026-01-05");
  });
});

describe("heat", () => {
  it.each([[0, 8, 0], [1, 8, 1], [3, 8, 2], [5, 8, 3], [8, 8, 4], [1, 1, 4]])("of %s among %s is %s", (count, most, level) => {
    expect(heat(count, most)).toBe(level);
  });
});
