/**
 * The generated clients over the Connect protocol, signed with the session of this tab.
 *
 * Only those that the first screen needs: each brings the description of its messages along. All
 * others stand in `laterClients.ts`.
 */
import { timestampMs } from "@bufbuild/protobuf/wkt";
import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError, createClient, type Interceptor } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-web";

import { OverviewService } from "../gen/appliance/v1/overview_service_pb";
import { AuthService } from "../gen/memos/api/v1/auth_service_pb";
import { MemoService } from "../gen/memos/api/v1/memo_service_pb";
import { UserService } from "../gen/memos/api/v1/user_service_pb";
import { home } from "../paths";
import { Session, type Access } from "./session";

/** Requests below this size are finished by the browser even when the tab closes. */
const outlivesTheTab = 4096;

const fetchWithCookies: typeof fetch = (input, init) => {
  const body = init?.body;
  const small = body instanceof Uint8Array && body.byteLength < outlivesTheTab;
  return fetch(input, { ...init, credentials: "include", keepalive: small });
};

const connection = {
  baseUrl: home.href.replace(/\/$/u, ""),
  useBinaryFormat: true,
  fetch: fetchWithCookies,
};

/** For calls that must not wait for a token, like signing in and renewing. */
export const unsigned = createConnectTransport(connection);
export const authentication = createClient(AuthService, unsigned);

export function accessOf(token: string, expiry: Timestamp | undefined): Access {
  return { token, expiresAt: expiry === undefined ? 0 : timestampMs(expiry) };
}

export const session = new Session(async () => {
  const { accessToken, expiresAt } = await authentication.refreshToken({});
  return accessOf(accessToken, expiresAt);
});

const signed: Interceptor = (next) => async (request) => {
  const token = await session.token();
  if (token === null) return next(request);
  request.header.set("Authorization", `Bearer ${token}`);
  try {
    return await next(request);
  } catch (error) {
    if (!(error instanceof ConnectError) || error.code !== Code.Unauthenticated) throw error;
    const renewed = await session.renew(token);
    if (renewed === null) throw error;
    request.header.set("Authorization", `Bearer ${renewed}`);
    return next(request);
  }
};

/** For clients that only a part of the page needs. */
export const transport = createConnectTransport({ ...connection, interceptors: [signed] });

export const auth = createClient(AuthService, transport);
export const memos = createClient(MemoService, transport);
export const overview = createClient(OverviewService, transport);
export const users = createClient(UserService, transport);
