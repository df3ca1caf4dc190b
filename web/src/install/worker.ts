/** Makes the page installable: its shell opens without a network, and other apps can share to it. */
import { home } from "../paths";

export async function registerWorker(): Promise<void> {
  // Browsers give workers to pages over https only, and on this machine.
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(new URL("sw.js", home), { scope: home.pathname });
  } catch {
    // Without it the page works all the same, with a network.
  }
}
