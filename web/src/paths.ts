/** The addresses of the page: nothing else builds one. */
import { queryOf, type Search } from "./lib/search";

/** Where the page is served: ends with a slash. */
export const home = new URL(".", document.baseURI);
export const basePath = home.pathname.replace(/\/$/u, "");

export const routes = {
  notes: "/",
  explore: "/explore",
  user: "/u/:username",
  archive: "/archive",
  trash: "/trash",
  shortcuts: "/shortcuts",
  attachments: "/attachments",
  inbox: "/inbox",
  statistics: "/statistics",
  settings: "/settings/*",
  operations: "/operations",
  about: "/about",
  memo: "/memos/:uid",
  share: "/memos/shares/:token",
  forbidden: "/403",
  signIn: "/sign-in",
  signUp: "/sign-up",
  setUp: "/set-up",
  /** Where identity providers send people back to. */
  callback: "/auth/callback",
} as const;

/** Addresses of the same places in other pages for these servers, so that old bookmarks lead somewhere. */
export const oldRoutes: Readonly<Record<string, string>> = {
  "/home": "/",
  "/archived": "/archive",
  "/views": "/shortcuts",
  "/setting": "/settings",
  "/auth": "/sign-in",
  "/auth/admin": "/sign-in",
  "/auth/signup": "/sign-up",
};

export const paths = {
  notes: (search: Partial<Search> = {}) => `${routes.notes}${queryOf(search)}`,
  archive: (search: Partial<Search> = {}) => `${routes.archive}${queryOf(search)}`,
  explore: (search: Partial<Search> = {}) => `${routes.explore}${queryOf(search)}`,
  /** `name` is a resource name, `users/{username}`. */
  user: (name: string, search: Partial<Search> = {}) =>
    `/u/${encodeURIComponent(name.replace(/^users\//u, ""))}${queryOf(search)}`,
  userMap: (name: string) => `${paths.user(name)}?view=map`,
  trash: () => routes.trash,
  shortcuts: () => routes.shortcuts,
  attachments: (shelf = "all") => (shelf === "all" ? routes.attachments : `${routes.attachments}?show=${shelf}`),
  inbox: (shelf = "unread") => (shelf === "unread" ? routes.inbox : `${routes.inbox}?show=${shelf}`),
  statistics: () => routes.statistics,
  settings: (section = "") => (section === "" ? "/settings" : `/settings/${section}`),
  operations: () => routes.operations,
  about: () => routes.about,
  /** `name` is a resource name, `memos/{uid}`. */
  memo: (name: string) => `/${name}`,
  signIn: (next = "") => `${routes.signIn}${next === "" ? "" : `?${new URLSearchParams({ next }).toString()}`}`,
  signUp: () => routes.signUp,
  setUp: () => routes.setUp,
};

/** The whole address of somebody's page, to copy and share. */
export function userAddress(name: string): string {
  return new URL(paths.user(name).slice(1), home).href;
}

/** The whole address of a memo, to copy and share. */
export function addressOf(name: string): string {
  return new URL(name, home).href;
}

/** The whole address of a share link. */
export function shareAddressOf(token: string): string {
  return new URL(`memos/shares/${encodeURIComponent(token)}`, home).href;
}

/** Where an identity provider is to send people back to. */
export function callbackAddress(): string {
  return new URL(routes.callback.slice(1), home).href;
}

/** A place of ours to go to after signing in; anything else is the timeline. */
export function safeNext(next: string | null): string {
  return next !== null && /^\/(?![/\\])/u.test(next) ? next : paths.notes();
}

/** Where a file of the server is, below the path of the page; other addresses stay as they are. */
export function serverAddress(url: string): string {
  return url.startsWith("/file/") ? new URL(url.slice(1), home).href : url;
}
