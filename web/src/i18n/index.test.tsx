import { act, render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { speak, t, useT } from ".";
import { formatBytes, formatNumber } from "./formats";
import { nearest, wantedLanguage } from "./languages";
import { Rich } from "./Rich";

function Word() {
  return <p>{useT()("common.close")}</p>;
}

describe("words", () => {
  it("have their values filled in and their plural form chosen", () => {
    expect(t("common.notes", { count: 1 })).toBe("1 note");
    expect(t("common.notes", { count: 1200 })).toBe("1,200 notes");
    expect(t("door.continueWith", { provider: "Ada’s" })).toBe("Continue with Ada’s");
  });

  it("are drawn anew by components when the language is spoken", async () => {
    render(<Word />);
    expect(screen.getByText("Close")).toBeTruthy();
    await act(() => speak("en"));
    expect(document.documentElement.lang).toBe("en");
    expect(document.documentElement.dir).toBe("ltr");
  });

  it("hold parts that are more than text", () => {
    render(<Rich text={t("door.noAccount")} parts={{ link: (text) => <a href="/up">{text}</a> }} />);
    expect(screen.getByRole("link").textContent).toBe("Create one");
  });

  it("are looked for in the nearest language", () => {
    expect(nearest("en-GB")).toBe("en");
    expect(nearest("tlh")).toBeNull();
    expect(wantedLanguage()).toBe("en");
  });

  it("write numbers and sizes as the language does", () => {
    expect(formatNumber(12345.5)).toBe("12,345.5");
    expect(formatBytes(1_400_000)).toBe("1.4 MB");
    expect(formatBytes(999)).toBe("999 bytes");
  });
});
