import { create } from "@bufbuild/protobuf";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";

import { cache } from "../../api/cache";
import { GetPageSettingsRequestSchema, PageSettingsSchema } from "../../gen/appliance/v1/page_settings_service_pb";
import { LocationSchema } from "../../gen/memos/api/v1/memo_service_pb";
import { answer, draw, serve } from "../../testing";
import { PlaceLine } from "./PlaceLine";

const munich = { placeholder: "<b>Munich</b>", latitude: 48.137, longitude: 11.575 };
const tileUrl = "https://tiles.example.org/{z}/{x}/{y}.png";

function serveTiles(chosen: Partial<{ tileUrl: string; tileAttribution: string }>): void {
  serve({ GetPageSettings: answer(GetPageSettingsRequestSchema, PageSettingsSchema, () => create(PageSettingsSchema, chosen)) });
}

afterEach(() => {
  cache.clear();
  vi.unstubAllGlobals();
});

it("shows coordinates and a sketch, and asks nobody for a map", async () => {
  serveTiles({});
  const { container } = draw(<PlaceLine location={create(LocationSchema, munich)} />);
  const button = screen.getByRole("button", { name: "<b>Munich</b>" });
  expect(button.getAttribute("aria-expanded")).toBe("false");
  expect(cache.getQueryCache().getAll()).toEqual([]);
  await userEvent.click(button);
  expect(screen.getByText("48.1370° N, 11.5750° E")).toBeTruthy();
  await vi.waitFor(() => expect(cache.isFetching()).toBe(0));
  expect(container.querySelector("svg circle")).not.toBeNull();
  expect(container.querySelector("img")).toBeNull();
});

it("draws the tiles that an administrator chose, and says whose they are", async () => {
  serveTiles({ tileUrl, tileAttribution: "© Those who drew it" });
  draw(<PlaceLine location={create(LocationSchema, munich)} />);
  await userEvent.click(screen.getByRole("button", { name: "<b>Munich</b>" }));
  expect(await screen.findByRole("region", { name: "Map" }, { timeout: 5000 })).toBeTruthy();
  expect(screen.getByText("© Those who drew it")).toBeTruthy();
});

it("is silent about what is no place on earth", () => {
  const { container } = render(<PlaceLine location={create(LocationSchema, { latitude: 400 })} />);
  expect(container.innerHTML).toBe("");
});
