import { expect, it } from "vitest";

import { clustered } from "./clusters";
import type { Place } from "./place";

const flat = ({ latitude, longitude }: Place) => [longitude, latitude] as const;
const munich = { latitude: 48.1, longitude: 11.6, name: "munich" };
const nearby = { latitude: 48.3, longitude: 11.4, name: "nearby" };
const sydney = { latitude: -33.9, longitude: 151.2, name: "sydney" };

it("gathers what lies in one square, in its middle", () => {
  const [first, second, ...more] = clustered([munich, sydney, nearby], flat, 10);
  expect(more).toEqual([]);
  expect(first?.members.map(({ name }) => name)).toEqual(["munich", "nearby"]);
  expect(first?.latitude).toBeCloseTo(48.2);
  expect(first?.longitude).toBeCloseTo(11.5);
  expect(second?.members).toEqual([sydney]);
});

it("tells apart what smaller squares part", () => {
  expect(clustered([munich, nearby], flat, 0.1)).toHaveLength(2);
});

it("has nothing to gather of nothing", () => {
  expect(clustered([], flat, 1)).toEqual([]);
});
