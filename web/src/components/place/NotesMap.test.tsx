import { create } from "@bufbuild/protobuf";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";

import { cache } from "../../api/cache";
import { GetPageSettingsRequestSchema, PageSettingsSchema } from "../../gen/appliance/v1/page_settings_service_pb";
import { ListMemosRequestSchema, ListMemosResponseSchema, type Memo, MemoSchema } from "../../gen/memos/api/v1/memo_service_pb";
import { answer, draw, serve } from "../../testing";
import { NotesMap } from "./NotesMap";

function memo(name: string, latitude: number, longitude: number): Memo {
  return create(MemoSchema, { name: `memos/${name}`, snippet: name, location: { placeholder: `in ${name}`, latitude, longitude } });
}

function serveNotes(memos: Memo[]): string[] {
  const filters: string[] = [];
  serve({
    GetPageSettings: answer(GetPageSettingsRequestSchema, PageSettingsSchema, () => create(PageSettingsSchema)),
    ListMemos: answer(ListMemosRequestSchema, ListMemosResponseSchema, ({ filter }) => {
      filters.push(filter);
      return create(ListMemosResponseSchema, { memos });
    }),
  });
  return filters;
}

function links(): string[] {
  return screen.getAllByRole("link").map((link) => link.textContent);
}

it("marks neighbours once, and lists the notes of a mark that is pressed", async () => {
  const filters = serveNotes([memo("Munich", 48.1, 11.6), memo("Nowhere", 400, 0), memo("Augsburg", 48.4, 10.9), memo("Sydney", -33.9, 151.2)]);
  const { container } = draw(<NotesMap creator="users/ada" />);
  expect(await screen.findByText("3 notes")).toBeTruthy();
  expect(filters).toEqual(['creator == "users/ada" && has_location']);
  const marks = container.querySelectorAll("svg g.cursor-pointer");
  expect(marks).toHaveLength(2);
  const [two] = marks;
  if (two !== undefined) await userEvent.click(two);
  await waitFor(() => expect(links()).toEqual(["Munichin Munich", "Augsburgin Augsburg"]));
  await userEvent.click(screen.getByRole("button", { name: "Show all notes" }));
  expect(links()).toHaveLength(3);
});

it("lists a chosen note no more once it is gone", async () => {
  const [munich, augsburg, sydney] = [memo("Munich", 48.1, 11.6), memo("Augsburg", 48.4, 10.9), memo("Sydney", -33.9, 151.2)];
  serveNotes([munich, augsburg, sydney]);
  const { container } = draw(<NotesMap creator="users/ada" />);
  expect(await screen.findByText("3 notes")).toBeTruthy();
  const [two] = container.querySelectorAll("svg g.cursor-pointer");
  if (two !== undefined) await userEvent.click(two);
  await waitFor(() => expect(links()).toHaveLength(2));
  serveNotes([augsburg, sydney]);
  await cache.refetchQueries();
  await waitFor(() => expect(links()).toEqual(["Augsburgin Augsburg"]));
  serveNotes([sydney]);
  await cache.refetchQueries();
  await waitFor(() => expect(links()).toEqual(["Sydneyin Sydney"]));
  expect(screen.queryByRole("button", { name: "Show all notes" })).toBeNull();
});

it("says where places come from when there are none", async () => {
  serveNotes([]);
  draw(<NotesMap creator="users/ada" />);
  expect(await screen.findByText("No note says where it was written")).toBeTruthy();
});
