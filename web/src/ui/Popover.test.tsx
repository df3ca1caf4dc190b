import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";

import { Popover } from "./Popover";

it("opens for its button, closes for its content, for Escape and for the button again", async () => {
  render(
    <Popover label="Panel" trigger={<button type="button">Open</button>}>
      {(close) => (
        <button type="button" onClick={close}>
          Take
        </button>
      )}
    </Popover>,
  );
  const button = screen.getByRole("button", { name: "Open" });
  await userEvent.click(button);
  await userEvent.click(await screen.findByRole("button", { name: "Take" }));
  await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
  expect(button.getAttribute("aria-expanded")).toBe("false");
  await userEvent.click(button);
  await screen.findByRole("dialog", { name: "Panel" });
  await userEvent.keyboard("{Escape}");
  await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
  await userEvent.click(button);
  await screen.findByRole("dialog");
  await userEvent.click(button);
  await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
});
