/** Notices that the server brings a newer page, and offers to load it; what is typed is on disk before. */
import { t } from "../i18n";
import { home } from "../paths";
import { flushDrafts } from "../stores/draftBox";
import { say } from "../stores/snackbar";

const hour = 3_600_000;

/** The scripts of a document are its version: their names carry a digest. */
export function scriptsOf(html: string): string {
  return [...html.matchAll(/assets\/first-[^"]+\.js/gu)].map(([name]) => name).join();
}

async function served(): Promise<string> {
  const response = await fetch(home, { cache: "no-cache", headers: { Accept: "text/html" } });
  return response.ok ? scriptsOf(await response.text()) : "";
}

async function loadIt(): Promise<void> {
  await flushDrafts();
  location.reload();
}

let isOffered = false;

export async function offerNewVersion(running: string): Promise<void> {
  if (isOffered || running === "") return;
  const newest = await served().catch(() => "");
  if (newest === "" || newest === running) return;
  isOffered = true;
  say(t("shell.newVersion"), { lasts: true, offer: { label: t("shell.newVersionAction"), act: loadIt } });
}

/** Look now and then, and whenever somebody comes back to the page. */
export function watchVersion(): void {
  const running = scriptsOf(document.head.innerHTML);
  const look = (): void => {
    if (document.visibilityState === "visible") void offerNewVersion(running);
  };
  let seen = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (Date.now() - seen < hour / 12) return;
    seen = Date.now();
    look();
  });
  setInterval(look, hour);
}
