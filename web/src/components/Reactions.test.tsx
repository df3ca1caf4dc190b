import { create } from "@bufbuild/protobuf";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";

import { oneMemo } from "../api/memos";
import { cache } from "../api/cache";
import {
  DeleteMemoReactionRequestSchema,
  type Memo,
  MemoSchema,
  ReactionSchema,
  UpsertMemoReactionRequestSchema,
} from "../gen/memos/api/v1/memo_service_pb";
import { EmptySchema } from "@bufbuild/protobuf/wkt";
import { ada, answer, draw, refuse, serve } from "../testing";
import { currentSnack, dismiss } from "../stores/snackbar";
import { Reactions } from "./Reactions";

function reaction(reactionType: string, creator: string, id: number) {
  return create(ReactionSchema, { name: `memos/one/reactions/${id}`, contentId: "memos/one", reactionType, creator });
}

function memo(...reactions: ReturnType<typeof reaction>[]): Memo {
  return create(MemoSchema, { name: "memos/one", creator: ada.name, reactions });
}

function shown(): string[] | undefined {
  return cache.getQueryData(oneMemo("memos/one").queryKey)?.reactions.map(({ creator }) => creator);
}

it("counts those who said the same and names them", () => {
  draw(<Reactions memo={memo(reaction("👍", "users/ada", 1), reaction("👍", "users/bob", 2), reaction("🎉", "users/bob", 3))} />);
  const [thumb, party] = screen.getAllByRole("button");
  expect(thumb?.getAttribute("aria-label")).toBe("👍, 2 people");
  expect(thumb?.getAttribute("aria-pressed")).toBe("true");
  expect(thumb?.title).toBe("ada and bob");
  expect(party?.getAttribute("aria-pressed")).toBe("false");
});

it("takes the reader’s own back", async () => {
  const deleted: string[] = [];
  serve({
    DeleteMemoReaction: answer(DeleteMemoReactionRequestSchema, EmptySchema, ({ name }) => {
      deleted.push(name);
      return create(EmptySchema);
    }),
  });
  draw(<Reactions memo={memo(reaction("👍", "users/ada", 1), reaction("👍", "users/bob", 2))} />);
  await userEvent.click(screen.getByRole("button"));
  await expect.poll(() => deleted).toEqual(["memos/one/reactions/1"]);
  expect(shown()).toEqual(["users/bob"]);
});

it("joins others", async () => {
  serve({
    UpsertMemoReaction: answer(UpsertMemoReactionRequestSchema, ReactionSchema, (request) =>
      reaction(request.reaction?.reactionType ?? "", "users/ada", 9),
    ),
  });
  draw(<Reactions memo={memo(reaction("👍", "users/bob", 2))} />);
  await userEvent.click(screen.getByRole("button"));
  await expect.poll(shown).toEqual(["users/bob", "users/ada"]);
});

it("shows what was there when the server refuses", async () => {
  serve({ UpsertMemoReaction: refuse(403, "permission_denied") });
  draw(<Reactions memo={memo(reaction("👍", "users/bob", 2))} />);
  await userEvent.click(screen.getByRole("button"));
  await expect.poll(() => currentSnack()?.tone).toBe("danger");
  expect(shown()).toEqual(["users/bob"]);
  dismiss();
});
