/** Which languages the page speaks, and which one is wanted here. */
import table from "virtual:words";

import { lasting } from "../lib/storage";

export const fallback = "en";
export const languages: readonly string[] = Object.keys(table);

const key = "appliance.language";
const rightToLeft = new Set(["ar", "fa", "he", "ur"]);

export function directionOf(language: string): "ltr" | "rtl" {
  return rightToLeft.has(base(language)) ? "rtl" : "ltr";
}

/** A language in its own words. */
export function nameOf(language: string): string {
  const name = new Intl.DisplayNames(language, { type: "language" }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}

function base(tag: string): string {
  return tag.split("-")[0] ?? tag;
}

/** Chinese is one language with two scripts: a region stands for its script. */
function likely(tag: string): string {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    return language === "zh" ? `zh-${script ?? "Hans"}` : language;
  } catch {
    return tag;
  }
}

/** The language of ours that is nearest to a tag such as `de-AT`; null when there is none. */
export function nearest(tag: string): string | null {
  return languages.find((one) => one === tag) ?? languages.find((one) => one === likely(tag)) ?? null;
}

/** What was chosen on this device; null: as the browser says. */
export function chosenLanguage(): string | null {
  const stored = lasting.read(key);
  return stored === null ? null : nearest(stored);
}

export function rememberLanguage(language: string | null): void {
  lasting.write(key, language);
}

export function wantedLanguage(): string {
  const ofBrowser = navigator.languages.map(nearest).find((one) => one !== null);
  return chosenLanguage() ?? ofBrowser ?? fallback;
}

/** How dates and numbers are written: as in the region of the browser where it speaks the same language. */
export function regionalOf(language: string): string {
  return navigator.languages.find((tag) => likely(tag) === likely(language)) ?? language;
}
