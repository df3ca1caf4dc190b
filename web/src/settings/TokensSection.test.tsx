import { create } from "@bufbuild/protobuf";
import { EmptySchema } from "@bufbuild/protobuf/wkt";
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, beforeEach, expect, it } from "vitest";

import { cache } from "../api/cache";
import {
  CreatePersonalAccessTokenRequestSchema,
  CreatePersonalAccessTokenResponseSchema,
  DeletePersonalAccessTokenRequestSchema,
  ListPersonalAccessTokensRequestSchema,
  ListPersonalAccessTokensResponseSchema,
} from "../gen/later/memos/api/v1/user_service_pb";
import { answer, draw, serve } from "../testing";
import { loadDialog } from "../ui/Dialog";
import { TokensSection } from "./TokensSection";

const kept: { name: string; description: string }[] = [];

// What draws dialogs is fetched when one is wanted.
beforeAll(loadDialog);

beforeEach(() => {
  cache.clear();
  kept.length = 0;
  serve({
    ListPersonalAccessTokens: answer(ListPersonalAccessTokensRequestSchema, ListPersonalAccessTokensResponseSchema, () =>
      create(ListPersonalAccessTokensResponseSchema, { personalAccessTokens: [...kept] }),
    ),
    CreatePersonalAccessToken: answer(
      CreatePersonalAccessTokenRequestSchema,
      CreatePersonalAccessTokenResponseSchema,
      ({ parent, description, expiresInDays }) => {
        kept.push({ name: `${parent}/personalAccessTokens/${kept.length}`, description });
        return create(CreatePersonalAccessTokenResponseSchema, { token: `secret-for-${expiresInDays}-days` });
      },
    ),
    DeletePersonalAccessToken: answer(DeletePersonalAccessTokenRequestSchema, EmptySchema, ({ name }) => {
      kept.splice(kept.findIndex((token) => token.name === name), 1);
      return create(EmptySchema);
    }),
  });
});

it("makes a token, shows its secret, and lists it", async () => {
  draw(<TokensSection />);
  expect(await screen.findByText("No tokens yet")).toBeTruthy();
  await userEvent.type(screen.getByLabelText("What it is for"), "clipper");
  await userEvent.selectOptions(screen.getByLabelText("Valid for"), "No end");
  await userEvent.click(screen.getByRole("button", { name: "Create the token" }));

  expect(await screen.findByDisplayValue("secret-for-0-days")).toBeTruthy();
  expect(await screen.findByText("clipper")).toBeTruthy();
});

it("revokes a token once that is confirmed", async () => {
  kept.push({ name: "users/ada/personalAccessTokens/7", description: "old script" });
  draw(<TokensSection />);
  await userEvent.click(await screen.findByRole("button", { name: "Revoke" }));
  const dialog = await screen.findByRole("dialog", { name: "Revoke “old script”?" });
  await userEvent.click(within(dialog).getByRole("button", { name: "Revoke" }));

  expect(await screen.findByText("No tokens yet")).toBeTruthy();
  expect(kept).toEqual([]);
});
