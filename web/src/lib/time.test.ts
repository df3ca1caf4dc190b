import { describe, expect, it } from "vitest";

import { dayName } from "./time";

describe("the name of a day", () => {
  const now = new Date(2026, 2, 3, 0, 30);

  it("counts days, not hours", () => {
    expect(dayName(new Date(2026, 2, 3, 23, 59), now)).toBe("Today");
    expect(dayName(new Date(2026, 2, 2, 23, 59), now)).toBe("Yesterday");
  });

  it("says the year only where it is another one", () => {
    expect(dayName(new Date(2026, 1, 1), now)).not.toMatch(/2026/u);
    expect(dayName(new Date(2025, 11, 31), now)).toMatch(/2025/u);
  });
});
