import { render } from "@testing-library/react";
import { expect, it, vi } from "vitest";

/** The browser of these tests draws nothing: what Leaflet asks before it makes its elements. */
Object.assign(SVGElement.prototype, { createSVGRect: () => ({}) });
const { TilesOfPlaces } = await import("./TilesOfPlaces");

const munich = { latitude: 48.1, longitude: 11.6 };
const sydney = { latitude: -33.9, longitude: 151.2 };

it("stays where it was moved to when other places come", async () => {
  const choose = vi.fn<(indexes: readonly number[]) => void>();
  const tiles = "/tiles/{z}/{x}/{y}.png";
  const { container, rerender } = render(<TilesOfPlaces places={[munich]} tiles={tiles} onChoose={choose} />);
  const pane = container.querySelector(".leaflet-map-pane");
  expect(pane).not.toBeNull();
  expect(container.querySelectorAll("path.place-mark")).toHaveLength(1);
  rerender(<TilesOfPlaces places={[sydney, munich]} tiles={tiles} onChoose={choose} />);
  expect(container.querySelector(".leaflet-map-pane")).toBe(pane);
  const marks = [...container.querySelectorAll("path.place-mark")];
  expect(marks).toHaveLength(2);
  for (const mark of marks) mark.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  expect(choose.mock.calls.map(([indexes]) => indexes)).toEqual([[0], [1]]);
});
