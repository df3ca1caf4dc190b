/** Which addresses a note may lead to, and which pictures it may show. */
import { home } from "../paths";

const followed = new Set(["http:", "https:", "mailto:", "tel:"]);

function resolved(url: string): URL | null {
  return URL.canParse(url, home) ? new URL(url, home) : null;
}

/** The address of a link; null when it is of a kind that could run something. */
export function linkTarget(url: string): string | null {
  const target = resolved(url);
  return target !== null && followed.has(target.protocol) ? target.href : null;
}

/** The address of a picture of this server; null for others, which would tell them who reads. */
export function ownPicture(url: string): string | null {
  const target = resolved(url);
  return target !== null && target.origin === home.origin ? target.href : null;
}

export function isOwnPage(url: string): boolean {
  return url.startsWith(home.href);
}
