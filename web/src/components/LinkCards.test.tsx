import { create } from "@bufbuild/protobuf";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { GetLinkMetadataRequestSchema, LinkMetadataSchema } from "../gen/memos/api/v1/memo_service_pb";
import { showLinkCards } from "../stores/linkCards";
import { dismiss, takeOffer } from "../stores/snackbar";
import { answer, draw, serve } from "../testing";
import { LinkCards } from "./LinkCards";

type Report = (entries: readonly { readonly isIntersecting: boolean }[]) => void;

/** Everything is near: jsdom lays nothing out. */
class Observer {
  readonly #report: Report;
  constructor(report: Report) {
    this.#report = report;
  }
  observe(): void {
    queueMicrotask(() => this.#report([{ isIntersecting: true }]));
  }
  disconnect(): void {}
}

beforeEach(() => {
  vi.stubGlobal("IntersectionObserver", Observer);
  serve({
    GetLinkMetadata: answer(GetLinkMetadataRequestSchema, LinkMetadataSchema, ({ url }) =>
      create(LinkMetadataSchema, { url, title: "<img src=x onerror=alert(1)>", description: "<b>words</b>", image: "https://a.example/x.png" }),
    ),
  });
});
afterEach(() => {
  showLinkCards(true);
  dismiss();
  vi.unstubAllGlobals();
});

it("says what a page says of itself as words, and fetches none of its pictures", async () => {
  const { container } = draw(<LinkCards text={"See:\nhttps://a.example/page\nand more"} />);
  const card = await screen.findByRole("link", { name: /onerror/u });
  expect(card.getAttribute("href")).toBe("https://a.example/page");
  expect(card.getAttribute("rel")).toBe("noopener noreferrer nofollow");
  expect(container.querySelector("img, b")).toBeNull();
});

it("leaves addresses within a sentence alone", () => {
  const { container } = draw(<LinkCards text="See https://a.example/page for more, or [this](https://a.example)" />);
  expect(container.innerHTML).toBe("");
});

it("can be switched off, and on again", async () => {
  draw(<LinkCards text="https://a.example/page" />);
  await userEvent.click(await screen.findByRole("button", { name: "Hide link cards" }));
  expect(screen.queryByRole("link")).toBeNull();
  takeOffer();
  expect(await screen.findByRole("link")).toBeTruthy();
});
