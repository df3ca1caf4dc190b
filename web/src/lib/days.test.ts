import { expect, it } from "vitest";

import { chosenDays, withDays } from "./days";
import { everything } from "./search";

it("puts a day or several into a search, and finds them there", () => {
  const search = { ...everything, words: "fox before:2020-01-01" };
  const day = withDays(search, { first: "2026-03-01", last: "2026-03-01" });
  expect(day.words).toBe("fox on:2026-03-01");
  expect(chosenDays(day)).toEqual({ first: "2026-03-01", last: "2026-03-01" });

  const week = withDays(day, { first: "2026-02-26", last: "2026-03-04" });
  expect(week.words).toBe("fox after:2026-02-25 before:2026-03-05");
  expect(chosenDays(week)).toEqual({ first: "2026-02-26", last: "2026-03-04" });
  expect(withDays(week, null).words).toBe("fox");
});

it("knows no days where one side is open", () => {
  expect(chosenDays({ ...everything, words: "after:2026-01-01" })).toBeNull();
});
