/** Which addresses a note may lead to, and which pictures it may show. */
import { home } from "../paths";

const followed = new Set(["http:", "https:", "mailto:", "tel:"]);
/** Addresses below the base that are not the page's. */
const notPages = /^(?:file|api|assets|memos\.api\.v1|appliance\.v1|u\/[^/]*\/rss\.xml|explore\/rss\.xml)/u;

function resolved(url: string): URL | null {
  return URL.canParse(url, home) ? new URL(url, home) : null;
}

/** The address of a link; null when it is of a kind that could run something. */
export function linkTarget(url: string): string | null {
  const target = resolved(url);
  return target !== null && followed.has(target.protocol) ? target.href : null;
}

/** The address of a file of this server; null for others: fetching a picture from there would tell them who reads. */
export function ownPicture(url: string): string | null {
  const target = resolved(url);
  return target?.href.startsWith(new URL("file/", home).href) === true ? target.href : null;
}

/** The path of one of our own pages, below the base and with a slash in front; null for any other address. */
export function ownPagePath(target: string): string | null {
  if (!target.startsWith(home.href)) return null;
  const path = target.slice(home.href.length);
  return notPages.test(path) ? null : `/${path}`;
}
