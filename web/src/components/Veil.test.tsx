import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";

import { Veil } from "./Veil";

it("hides a note from eyes and screen readers until somebody asks for it", async () => {
  render(
    <Veil>
      <a href="/secret">secret</a>
    </Veil>,
  );
  expect(screen.queryByRole("link")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Show" }));
  expect(screen.getByRole("link", { name: "secret" })).toBeTruthy();
});
