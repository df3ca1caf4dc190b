import { expect, it } from "vitest";

import { coordinate, coordinatePair } from "./coordinates";
import { fromLocal, onDay, toLocal } from "./localTime";

it.each([
  ["52.5163", 90, 52.5163],
  ["-12,5", 90, -12.5],
  ["91", 90, null],
  ["", 90, null],
  ["north", 90, null],
  ["13.37770009", 180, 13.3777],
])("%j within %d is %j", (text, most, wanted) => expect(coordinate(text, most)).toBe(wanted));

it.each([
  ["52.5163, 13.3777", [52.5163, 13.3777]],
  ["-33.8;151.2", [-33.8, 151.2]],
  ["52.5163", null],
  ["152, 13", null],
])("%j is the pair %j", (text, wanted) => expect(coordinatePair(text)).toEqual(wanted));

it("moments survive the field they are chosen in", () => {
  const moment = new Date(2026, 2, 1, 9, 5, 7).getTime();
  expect(toLocal(moment)).toBe("2026-03-01T09:05:07");
  expect(fromLocal(toLocal(moment))).toBe(moment);
  expect(fromLocal("never")).toBeNull();
});

it("a day gets the present time of day", () => {
  expect(onDay("2020-02-03", new Date(2026, 0, 1, 8, 30, 0))).toBe(new Date(2020, 1, 3, 8, 30, 0).getTime());
  expect(onDay("soon", new Date())).toBeNull();
});
