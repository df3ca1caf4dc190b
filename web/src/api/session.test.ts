import { Code, ConnectError } from "@connectrpc/connect";
import { describe, expect, it, vi } from "vitest";

import { type Access, Session } from "./session";

const soon = () => Date.now() + 10_000;
const later = () => Date.now() + 900_000;
const refusal = () => new ConnectError("no session", Code.Unauthenticated);

function sessionOf(refresh: () => Promise<Access>) {
  const trade = vi.fn<() => Promise<Access>>(refresh);
  return { session: new Session(trade), trade };
}

describe("a session", () => {
  it("of a visitor asks the server for nothing", async () => {
    const { session, trade } = sessionOf(() => Promise.reject(refusal()));
    expect(await session.token()).toBeNull();
    expect(trade).not.toHaveBeenCalled();
  });

  it("uses a token while it lasts and renews it before it ends", async () => {
    const { session, trade } = sessionOf(() => Promise.resolve({ token: "new", expiresAt: later() }));
    session.begin({ token: "first", expiresAt: later() });
    expect(await session.token()).toBe("first");
    session.begin({ token: "old", expiresAt: soon() });
    expect(await session.token()).toBe("new");
    expect(trade).toHaveBeenCalledOnce();
  });

  it("renews once for many that ask at the same time", async () => {
    const { session, trade } = sessionOf(() => Promise.resolve({ token: "new", expiresAt: later() }));
    session.begin({ token: "old", expiresAt: soon() });
    expect(await Promise.all([session.token(), session.token(), session.renew("old")])).toEqual(["new", "new", "new"]);
    expect(trade).toHaveBeenCalledOnce();
  });

  it("does not renew for a token that was replaced meanwhile", async () => {
    const { session, trade } = sessionOf(() => Promise.reject(refusal()));
    session.begin({ token: "new", expiresAt: later() });
    expect(await session.renew("old")).toBe("new");
    expect(trade).not.toHaveBeenCalled();
  });

  it("tries once more when another tab was faster", async () => {
    let tries = 0;
    const { session } = sessionOf(() => {
      tries += 1;
      return tries === 1 ? Promise.reject(refusal()) : Promise.resolve({ token: "new", expiresAt: later() });
    });
    session.begin({ token: "old", expiresAt: soon() });
    expect(await session.token()).toBe("new");
  });

  it("is over when the server refuses twice, and says so", async () => {
    const { session } = sessionOf(() => Promise.reject(refusal()));
    const ended = vi.fn<() => void>();
    session.onEnd(ended);
    session.begin({ token: "old", expiresAt: soon() });
    expect(await session.token()).toBeNull();
    expect(ended).toHaveBeenCalledOnce();
    expect(session.ending).toBe("refused");
    expect(session.mayExist).toBe(false);
  });

  it("outlives a server that cannot be reached", async () => {
    const { session } = sessionOf(() => Promise.reject(new TypeError("Failed to fetch")));
    session.begin({ token: "old", expiresAt: soon() });
    await expect(session.token()).rejects.toThrow("Failed to fetch");
    expect(session.mayExist).toBe(true);
  });

  it("keeps no token where another script could read it", () => {
    const { session } = sessionOf(() => Promise.reject(refusal()));
    session.begin({ token: "secret", expiresAt: later() });
    expect(JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])).not.toContain("secret");
  });
});
