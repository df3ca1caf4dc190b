/** The words of the page: `useT()` in components, `t` elsewhere. */
import { setupI18n } from "@lingui/core";
import { startTransition, useEffect, useState } from "react";
import table from "virtual:words";

import type { Key } from "./keys";
import { directionOf, fallback, regionalOf, rememberLanguage, wantedLanguage } from "./languages";

export type { Key } from "./keys";

export type Values = Readonly<Record<string, string | number>>;
/** The text of a key; `{placeholders}` are filled from the values, plural forms chosen by them. */
export type Translate = (key: Key, values?: Values) => string;

// What is not said yet comes with the rest of the words; whoever shows it is drawn anew then.
const i18n = setupI18n({ missing: () => "" });
const listeners = new Set<() => void>();
let current: Translate = translate();
let regional = fallback;

/** A new function for each change, so that components notice. */
function translate(): Translate {
  return (key, values) => i18n._(key, { ...values });
}

function tell(): void {
  current = translate();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const t: Translate = (key, values) => current(key, values);

export function useT(): Translate {
  const [heard, setHeard] = useState(() => current);
  // Hundreds of components say something: new words are drawn in slices, which no external store can be.
  useEffect(() => {
    const hear = (): void => startTransition(() => setHeard(() => current));
    if (heard !== current) hear();
    return subscribe(hear);
    // oxlint-disable-next-line react/exhaustive-deps -- what was heard meanwhile is told by the subscription
  }, []);
  return heard;
}

export function currentLanguage(): string {
  return i18n.locale;
}

/** The language for Intl: it may be of a region, `en-GB`. */
export function intlLocale(): string {
  return regional;
}

async function fetchPart(language: string, part: "first" | "rest"): Promise<void> {
  const fetched = await table[language]?.[part]();
  if (fetched !== undefined) i18n.load(language, fetched.default);
}

/** Fetch the texts of everything but the first screen; pages wait for it. */
export async function loadRest(): Promise<void> {
  const language = i18n.locale;
  await fetchPart(language, "rest");
  if (language === i18n.locale) tell();
}

/** Speak a language from now on. */
export async function speak(language: string): Promise<void> {
  const isFirst = i18n.locale === "";
  await Promise.all([fetchPart(language, "first"), isFirst ? undefined : fetchPart(language, "rest")]);
  regional = regionalOf(language);
  // Numbers within sentences are written as those that stand alone.
  i18n.activate(language, regional);
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
  tell();
}

/** Speak the language that is wanted here; English where its texts cannot be fetched. */
export async function startSpeaking(): Promise<void> {
  const wanted = wantedLanguage();
  await speak(wanted).catch(() => speak(fallback));
}

/** Choose a language for this device; null follows the browser. */
export async function chooseLanguage(language: string | null): Promise<void> {
  rememberLanguage(language);
  await speak(wantedLanguage());
}
