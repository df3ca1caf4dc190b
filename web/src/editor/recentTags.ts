/** The tags that were completed last on this device, newest first. */
import { lasting } from "../lib/storage";

const key = "appliance.recent-tags";
const kept = 30;

export function recentTags(): string[] {
  const stored: unknown = JSON.parse(lasting.read(key) ?? "[]");
  return Array.isArray(stored) ? stored.filter((tag) => typeof tag === "string") : [];
}

export function rememberTag(tag: string): void {
  const others = recentTags().filter((other) => other !== tag);
  lasting.write(key, JSON.stringify([tag, ...others].slice(0, kept)));
}
