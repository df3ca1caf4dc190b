import { expect, it } from "vitest";

import { coordinates, isPlace, mapAddress } from "./place";

it("names the half of the earth instead of a sign", () => {
  expect(coordinates({ latitude: 48.13724, longitude: 11.5756 })).toBe("48.1372° N, 11.5756° E");
  expect(coordinates({ latitude: -33.9, longitude: -70.6 })).toBe("33.9000° S, 70.6000° W");
});

it("knows what is on the earth", () => {
  expect(isPlace({ latitude: 90, longitude: -180 })).toBe(true);
  expect(isPlace({ latitude: 91, longitude: 0 })).toBe(false);
  expect(isPlace({ latitude: Number.NaN, longitude: 0 })).toBe(false);
});

it("puts numbers alone into the address of a map", () => {
  expect(mapAddress({ latitude: 1e-7, longitude: 2 })).toBe(
    "https://www.openstreetmap.org/?mlat=0.000000&mlon=2.000000#map=14/0.00000/2.00000",
  );
});
