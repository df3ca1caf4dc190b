/** Signing in through an identity provider: away with a secret that stays in this tab, back with a code. */
import { createClient } from "@connectrpc/connect";
import { queryOptions } from "@tanstack/react-query";

import { type IdentityProvider, IdentityProviderService } from "../gen/memos/api/v1/idp_service_pb";
import { ofThisTab } from "../lib/storage";
import { callbackAddress, safeNext } from "../paths";
import { beginSession, providersKey } from "./account";
import { unsigned } from "./client";
import { accounts } from "./laterClients";

/** Milliseconds within which people are expected back. */
const patience = 600_000;

interface Trip {
  readonly provider: string;
  readonly verifier: string;
  readonly next: string;
  readonly startedAt: number;
  /** Who wants to link the account, `users/{username}`; empty to sign in. */
  readonly linking: string;
}

/** The provider sent somebody back without a code. */
export class RefusedError extends Error {}
/** Nobody left from this tab, or too long ago. */
export class StaleError extends Error {}

const client = createClient(IdentityProviderService, unsigned);

export const identityProviders = queryOptions({
  queryKey: providersKey,
  queryFn: async (): Promise<IdentityProvider[]> => (await client.listIdentityProviders({})).identityProviders,
});

function keyOf(state: string): string {
  return `appliance.sign-in.${state}`;
}

function urlSafe(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function newSecret(): string {
  return urlSafe(crypto.getRandomValues(new Uint8Array(32)));
}

/** Browsers hash for pages served over https, or from this machine, only. */
async function challengeOf(verifier: string): Promise<string> {
  if (!isSecureContext) return "";
  return urlSafe(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
}

/** Where to send the browser, to sign in or to link an account to a user; null for a provider that does not say where. */
export async function departure(provider: IdentityProvider, next: string | null, linking = ""): Promise<string | null> {
  const config = provider.config?.config;
  if (config?.case !== "oauth2Config" || !URL.canParse(config.value.authUrl)) return null;
  const [state, verifier] = [newSecret(), newSecret()];
  const challenge = await challengeOf(verifier);
  const trip: Trip = {
    provider: provider.name,
    verifier: challenge === "" ? "" : verifier,
    next: safeNext(next),
    startedAt: Date.now(),
    linking,
  };
  ofThisTab.write(keyOf(state), JSON.stringify(trip));
  const address = new URL(config.value.authUrl);
  const asked = {
    response_type: "code",
    client_id: config.value.clientId,
    redirect_uri: callbackAddress(),
    scope: config.value.scopes.join(" "),
    state,
    ...(challenge === "" ? {} : { code_challenge: challenge, code_challenge_method: "S256" }),
  };
  for (const [key, value] of Object.entries(asked)) address.searchParams.set(key, value);
  return address.href;
}

function isTrip(value: unknown): value is Trip {
  return typeof value === "object" && value !== null && "verifier" in value && "next" in value && "linking" in value;
}

function takeTrip(state: string): Trip {
  const text = ofThisTab.read(keyOf(state));
  // Good once: whoever comes back twice was not sent by us.
  ofThisTab.write(keyOf(state), null);
  const trip: unknown = text === null ? null : JSON.parse(text);
  if (!isTrip(trip) || Date.now() - trip.startedAt > patience) throw new StaleError();
  return trip;
}

async function arrive(parameters: URLSearchParams): Promise<string> {
  const trip = takeTrip(parameters.get("state") ?? "");
  const code = parameters.get("code") ?? "";
  if (code === "") throw new RefusedError();
  const proof = { idpName: trip.provider, code, redirectUri: callbackAddress(), codeVerifier: trip.verifier };
  if (trip.linking === "") await beginSession({ case: "ssoCredentials", value: proof });
  else await accounts.createLinkedIdentity({ parent: trip.linking, ...proof });
  return trip.next;
}

let latest: { readonly state: string | null; readonly place: Promise<string> } | null = null;

/** Trade what the provider sent for a session, once however often asked; return where to go on. */
export function arrival(parameters: URLSearchParams): Promise<string> {
  const state = parameters.get("state");
  if (latest?.state !== state || latest === null) latest = { state, place: arrive(parameters) };
  return latest.place;
}
