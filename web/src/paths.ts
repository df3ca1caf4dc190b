/** The addresses of the page: nothing else builds one. */
import { everything, queryOf, type Search } from "./lib/search";

/** Where the page is served: ends with a slash. */
export const home = new URL(".", document.baseURI);
export const basePath = home.pathname.replace(/\/$/u, "");

export const routes = {
  notes: "/",
  archive: "/archive",
  trash: "/trash",
  memo: "/memos/:uid",
  signIn: "/sign-in",
  signUp: "/sign-up",
  setUp: "/set-up",
} as const;

export const paths = {
  notes: (search: Search = everything) => `${routes.notes}${queryOf(search)}`,
  archive: (search: Search = everything) => `${routes.archive}${queryOf(search)}`,
  trash: () => routes.trash,
  /** `name` is a resource name, `memos/{uid}`. */
  memo: (name: string) => `/${name}`,
  signIn: (next = "") => `${routes.signIn}${next === "" ? "" : `?${new URLSearchParams({ next }).toString()}`}`,
  signUp: () => routes.signUp,
  setUp: () => routes.setUp,
};

/** The whole address of a memo, to copy and share. */
export function addressOf(name: string): string {
  return new URL(name, home).href;
}

/** A place of ours to go to after signing in; anything else is the timeline. */
export function safeNext(next: string | null): string {
  return next !== null && /^\/(?![/\\])/u.test(next) ? next : paths.notes();
}
