/** Compiles the words of each language for the build: what the first screen needs, and the rest. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { compileMessageOrThrow } from "@lingui/message-utils/compileMessage";
import type { Plugin } from "vite";

const folder = join(import.meta.dirname, "src/i18n");
const prefix = "virtual:words";

/**
 * Areas that the first screen draws from. Everything else comes when the page is idle, and pages wait for
 * it before they are drawn.
 */
const firstAreas: ReadonlySet<string> = new Set(["common", "shell", "composer", "memo", "markdown", "errors"]);

function isFirst(key: string): boolean {
  const [area = "", part] = key.split(".");
  return firstAreas.has(area) && part !== "page";
}

type Nested = { readonly [key: string]: string | Nested };

/** `{ a: { b: "text" } }` as `["a.b", "text"]`. */
export function flat(words: Nested, before = ""): [string, string][] {
  return Object.entries(words).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[`${before}${key}`, value]] : flat(value, `${before}${key}.`),
  );
}

function fileOf(language: string): string {
  return join(folder, `${language}.json`);
}

export function languages(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length))
    .toSorted();
}

export function read(language: string): [string, string][] {
  const nested: Nested = JSON.parse(readFileSync(fileOf(language), "utf8"));
  return flat(nested);
}

function compiled([key, text]: [string, string]): [string, unknown] {
  return [key, compileMessageOrThrow(text)];
}

function chunk(language: string, part: string): string {
  // What a language lacks is said in English.
  const all = [...new Map([...read("en"), ...read(language)])];
  const wanted = all.filter(([key]) => isFirst(key) === (part === "first"));
  const json = JSON.stringify(Object.fromEntries(wanted.map(compiled)));
  return `export default JSON.parse(${JSON.stringify(json)});`;
}

function entry(language: string): string {
  const parts = ["first", "rest"].map((part) => `${part}: () => import("${prefix}/${language}/${part}")`);
  return `"${language}": { ${parts.join(", ")} }`;
}

function table(): string {
  return `export default { ${languages().map(entry).join(", ")} };`;
}

/** Words are told apart by language and part: `words-first-de`. */
export function chunkName(name: string, moduleId: string | null | undefined): string {
  if (moduleId?.startsWith(`\0${prefix}/`) !== true) return name;
  const [, language = "", part = ""] = moduleId.split("/");
  return `words-${part}-${language}`;
}

/** `virtual:words` maps each language to functions that fetch its two parts. */
export const words: Plugin = {
  name: "words",
  resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : null),
  load(id) {
    if (!id.startsWith(`\0${prefix}`)) return null;
    const [, language, part] = id.split("/");
    if (language === undefined || part === undefined) return table();
    this.addWatchFile(fileOf(language));
    return chunk(language, part);
  },
};
