/** Leaves out what the protobuf library brings along and the page never reads: 10 kB less before the first note. */
import { readFileSync } from "node:fs";

import type { Plugin } from "vite";

interface Described {
  readonly name: string;
  readonly field?: readonly { readonly name: string }[];
  readonly enumType?: readonly { readonly name: string }[];
  readonly nestedType?: readonly Described[];
}

/** Fields and enums that the library reads of the options in a description; of other options it reads nothing. */
const read: Readonly<Record<string, { readonly fields: readonly string[]; readonly enums: readonly string[] }>> = {
  FileOptions: { fields: ["deprecated"], enums: [] },
  MessageOptions: { fields: ["deprecated", "map_entry"], enums: [] },
  FieldOptions: { fields: ["deprecated", "packed", "jstype"], enums: ["JSType"] },
  EnumOptions: { fields: ["deprecated"], enums: [] },
  EnumValueOptions: { fields: ["deprecated"], enums: [] },
  ServiceOptions: { fields: ["deprecated"], enums: [] },
  MethodOptions: { fields: ["deprecated", "idempotency_level"], enums: ["IdempotencyLevel"] },
};
const unread = new Set([
  "ExtensionRangeOptions",
  "FeatureSet",
  "FeatureSetDefaults",
  "FileDescriptorSet",
  "GeneratedCodeInfo",
  "OneofOptions",
  "SourceCodeInfo",
  "UninterpretedOption",
]);

function reduced(message: Described): Described {
  // What stays keeps its place: descriptions are found by it.
  if (unread.has(message.name)) return { name: message.name };
  const wanted = read[message.name];
  if (wanted === undefined) return message;
  return {
    name: message.name,
    field: message.field?.filter(({ name }) => wanted.fields.includes(name)) ?? [],
    enumType: message.enumType?.filter(({ name }) => wanted.enums.includes(name)) ?? [],
  };
}

/** The description of descriptions, without the options that only other languages read. */
function shortened(path: string): string {
  return readFileSync(path, "utf8").replace(/(\bboot\()(\{.*\})(\);)/u, (_, before: string, json: string, after: string) => {
    const file: { readonly messageType: readonly Described[] } = JSON.parse(json);
    return `${before}${JSON.stringify({ ...file, messageType: file.messageType.map(reduced) })}${after}`;
  });
}

/** The same names, each of them nothing. */
function unused(path: string): string {
  const names = readFileSync(path, "utf8").matchAll(/^export function (\w+)/gmu);
  return [...names].map(([, name]) => `export const ${name} = undefined;`).join("\n");
}

/** The page speaks the binary form only: readers and writers of JSON are left out, which no setting does. */
export const binaryOnly: Plugin = {
  name: "binary-only",
  apply: "build",
  enforce: "pre",
  load(id) {
    if (/@bufbuild\/protobuf\/dist\/esm\/(?:from|to)-json\.js$/u.test(id)) return unused(id);
    return /@bufbuild\/protobuf\/dist\/esm\/wkt\/(?:gen\/)?google\/protobuf\/descriptor_pb\.js$/u.test(id) ? shortened(id) : null;
  },
};
