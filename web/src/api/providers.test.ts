import { create } from "@bufbuild/protobuf";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { type SignInRequest, SignInRequestSchema, SignInResponseSchema } from "../gen/memos/api/v1/auth_service_pb";
import { IdentityProviderSchema } from "../gen/memos/api/v1/idp_service_pb";
import { ada, answer, serve } from "../testing";
import { arrival, departure, RefusedError, StaleError } from "./providers";

const home = create(IdentityProviderSchema, {
  name: "identity-providers/home",
  config: {
    config: {
      case: "oauth2Config",
      value: { clientId: "notes & more", authUrl: "https://id.example/auth?tenant=1", scopes: ["openid", "email"] },
    },
  },
});

/** Leave for the provider and return what it is asked. */
async function leave(next: string | null = null): Promise<URLSearchParams> {
  const address = new URL((await departure(home, next)) ?? "");
  expect(`${address.origin}${address.pathname}`).toBe("https://id.example/auth");
  return address.searchParams;
}

function back(asked: URLSearchParams, code = "the-code"): URLSearchParams {
  return new URLSearchParams({ state: asked.get("state") ?? "", code });
}

let sent: SignInRequest[] = [];

beforeEach(() => {
  sessionStorage.clear();
  sent = [];
  vi.stubGlobal("isSecureContext", true);
  serve({
    SignIn: answer(SignInRequestSchema, SignInResponseSchema, (request) => {
      sent.push(request);
      return create(SignInResponseSchema, { user: ada, accessToken: "token" });
    }),
  });
});

describe("leaving for a provider", () => {
  it("asks for a code, to be sent back here", async () => {
    const asked = await leave();

    expect(asked.get("tenant")).toBe("1");
    expect(asked.get("response_type")).toBe("code");
    expect(asked.get("client_id")).toBe("notes & more");
    expect(asked.get("scope")).toBe("openid email");
    expect(asked.get("redirect_uri")).toBe(new URL("auth/callback", document.baseURI).href);
  });

  it("keeps a secret of which only the hash leaves the tab", async () => {
    const asked = await leave();
    const trip = sessionStorage.getItem(`appliance.sign-in.${asked.get("state") ?? ""}`) ?? "";

    const verifier = /"verifier":"([^"]*)"/u.exec(trip)?.[1] ?? "";
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
    expect(verifier).toMatch(/^[\w-]{43}$/u);
    expect(asked.get("code_challenge")).toBe(Buffer.from(digest).toString("base64url"));
    expect(asked.get("code_challenge_method")).toBe("S256");
    expect(asked.toString()).not.toContain(verifier);
  });

  it("does without where the browser does not hash", async () => {
    vi.stubGlobal("isSecureContext", false);
    const asked = await leave();

    expect(asked.has("code_challenge")).toBe(false);
    await arrival(back(asked));
    expect(sent[0]?.credentials.value).toMatchObject({ codeVerifier: "" });
  });

  it("stays here when the provider does not say where", async () => {
    expect(await departure(create(IdentityProviderSchema, { name: "identity-providers/odd" }), null)).toBeNull();
  });
});

describe("coming back", () => {
  it("trades the code for a session and goes on where it was", async () => {
    const asked = await leave("/archive");

    expect(await arrival(back(asked))).toBe("/archive");
    expect(sent[0]?.credentials).toMatchObject({
      case: "ssoCredentials",
      value: { idpName: "identity-providers/home", code: "the-code", redirectUri: asked.get("redirect_uri") },
    });
  });

  it("happens once, however often the page is drawn", async () => {
    const parameters = back(await leave());

    await Promise.all([arrival(parameters), arrival(new URLSearchParams(parameters))]);

    expect(sent).toHaveLength(1);
  });

  it("goes nowhere else", async () => {
    expect(await arrival(back(await leave("//evil.example")))).toBe("/");
  });

  it("is refused to whoever did not leave from here", async () => {
    await expect(arrival(new URLSearchParams({ state: "made-up", code: "c" }))).rejects.toBeInstanceOf(StaleError);
    await expect(arrival(new URLSearchParams())).rejects.toBeInstanceOf(StaleError);
    expect(sent).toEqual([]);
  });

  it("is refused after ten minutes", async () => {
    const asked = await leave();
    const later = vi.spyOn(Date, "now").mockReturnValue(Date.now() + 600_001);

    await expect(arrival(back(asked))).rejects.toBeInstanceOf(StaleError);
    later.mockRestore();
    expect(sent).toEqual([]);
  });

  it("says so when the provider refused", async () => {
    const asked = await leave();
    const refusal = new URLSearchParams({ state: asked.get("state") ?? "", error: "access_denied" });

    await expect(arrival(refusal)).rejects.toBeInstanceOf(RefusedError);
    expect(sent).toEqual([]);
  });
});
