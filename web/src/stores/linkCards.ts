/** Whether addresses in notes get a card on this device. */
import { lasting } from "../lib/storage";

const key = "appliance.link-cards";
const listeners = new Set<() => void>();

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function areLinkCardsShown(): boolean {
  return lasting.read(key) !== "off";
}

export function showLinkCards(wanted: boolean): void {
  lasting.write(key, wanted ? null : "off");
  for (const listener of listeners) listener();
}
