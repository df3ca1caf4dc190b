/**
 * The session of this tab: an access token that lives in memory only, renewed by the HttpOnly cookie.
 *
 * Refresh tokens rotate, so tabs renew one after another under a Web Lock. Where locks are missing
 * (pages served over plain http), two tabs may collide: the server then refuses without ending the
 * session, the cookie of the winner is already there, and one more try succeeds.
 */
import { Code, ConnectError } from "@connectrpc/connect";

import { lasting } from "../lib/storage";

export interface Access {
  readonly token: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Says only that somebody signed in here, so that visitors cause no pointless, failing request. */
const hint = "appliance.signed-in";
/** Renewed this much before it expires, in milliseconds. */
const margin = 30_000;

/** Whether the user asked for the end, or the server no longer knows the session. */
export type Ending = "wanted" | "refused";

function isRefusal(error: unknown): boolean {
  return error instanceof ConnectError && error.code === Code.Unauthenticated;
}

async function oneTabAtATime<T>(work: () => Promise<T>): Promise<T> {
  if (!("locks" in navigator)) return work();
  return navigator.locks.request("appliance.session", work);
}

export class Session {
  #access: Access | null = null;
  #renewal: Promise<string | null> | null = null;
  readonly #refresh: () => Promise<Access>;
  readonly #endings = new Set<() => void>();
  readonly #otherTabs = new BroadcastChannel("appliance.session");

  /** `refresh` trades the cookie for an access token. */
  constructor(refresh: () => Promise<Access>) {
    this.#refresh = refresh;
    this.#otherTabs.addEventListener("message", () => this.#forget("wanted"));
  }

  /** Why there is no session any more; null while there is one, or never was. */
  ending: Ending | null = null;

  get mayExist(): boolean {
    return this.#access !== null || lasting.read(hint) !== null;
  }

  begin(access: Access): void {
    this.#access = access;
    this.ending = null;
    lasting.write(hint, "1");
  }

  /** Forget the session here and in the other tabs. */
  end(ending: Ending): void {
    lasting.write(hint, null);
    this.#forget(ending);
    this.#otherTabs.postMessage("ended");
  }

  /** Called whenever a session that existed is over; returns how to stop listening. */
  onEnd(listener: () => void): () => void {
    this.#endings.add(listener);
    return () => this.#endings.delete(listener);
  }

  /** A token that is good for now; null for visitors. */
  async token(): Promise<string | null> {
    if (this.#access !== null && this.#access.expiresAt - margin > Date.now()) return this.#access.token;
    return this.mayExist ? this.renew(this.#access?.token ?? null) : null;
  }

  /** Replace a token that was refused; null when the session is over. */
  async renew(refused: string | null): Promise<string | null> {
    if (this.#access !== null && this.#access.token !== refused) return this.#access.token;
    this.#renewal ??= oneTabAtATime(() => this.#trade()).finally(() => {
      this.#renewal = null;
    });
    return this.#renewal;
  }

  async #trade(): Promise<string | null> {
    try {
      const access = await this.#refresh().catch((error: unknown) => {
        if (isRefusal(error)) return this.#refresh();
        throw error;
      });
      this.begin(access);
      return access.token;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.end("refused");
      return null;
    }
  }

  #forget(ending: Ending): void {
    this.ending = ending;
    if (this.#access === null) return;
    this.#access = null;
    for (const listener of this.#endings) listener();
  }
}
