/** Every language says everything, with the same values and parts, in all the plural forms that it has. */
import { parse, type Token } from "@messageformat/parser";
import { describe, expect, it } from "vitest";

import { languages, read } from "../../words";

const english = new Map(read("en"));

/** Each language with its name as the page must offer it. */
const wanted = ["ar", "de", "en", "es", "fr", "ja", "zh-Hans"];

interface Shape {
  readonly values: Set<string>;
  /** Of each plural: the value that decides and the forms that are written. */
  readonly plurals: { readonly value: string; readonly forms: readonly string[] }[];
}

function collect(tokens: readonly Token[], shape: Shape): Shape {
  for (const token of tokens) {
    if (token.type === "argument" || token.type === "function") shape.values.add(token.arg);
    if (token.type !== "plural" && token.type !== "select") continue;
    shape.values.add(token.arg);
    if (token.type === "plural") shape.plurals.push({ value: token.arg, forms: token.cases.map(({ key }) => key) });
    for (const { tokens: inner } of token.cases) collect(inner, shape);
  }
  return shape;
}

function shapeOf(text: string): Shape {
  return collect(parse(text), { values: new Set(), plurals: [] });
}

function tagsOf(text: string): string[] {
  return [...new Set(text.match(/<\/?\w+>/gu) ?? [])].toSorted();
}

/** What is wrong with a text beside the English one. */
function faults(language: string, text: string, original: string): string[] {
  const [own, model] = [shapeOf(text), shapeOf(original)];
  const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const values = [...own.values].toSorted().join() === [...model.values].toSorted().join();
  const lacking = own.plurals.flatMap(({ forms }) => categories.filter((category) => !forms.includes(category)));
  const strange = own.plurals.flatMap(({ forms }) =>
    forms.filter((form) => !form.startsWith("=") && !categories.some((category) => category === form)),
  );
  return [
    ...(values ? [] : [`has the values {${[...own.values].join()}} instead of {${[...model.values].join()}}`]),
    ...(tagsOf(text).join() === tagsOf(original).join() ? [] : ["has other <parts>"]),
    ...(own.plurals.length === model.plurals.length ? [] : ["has other plurals"]),
    ...lacking.map((form) => `lacks the plural form ${form}`),
    ...strange.map((form) => `has a plural form ${form} that the language has not`),
    ...(text.trim() === "" ? ["is empty"] : []),
  ];
}

describe("the languages", () => {
  it("are those that are promised", () => {
    expect(languages()).toEqual(wanted);
  });

  it.each(languages())("%s says everything that is said in English, and nothing else", (language) => {
    const own = new Map(read(language));
    const missing = [...english.keys()].filter((key) => !own.has(key));
    const spare = [...own.keys()].filter((key) => !english.has(key));
    expect({ missing, spare }).toEqual({ missing: [], spare: [] });
  });

  it.each(languages())("%s has the values, parts and plural forms of each text", (language) => {
    const found = read(language).flatMap(([key, text]) =>
      faults(language, text, english.get(key) ?? text).map((fault) => `${key} ${fault}`),
    );
    expect(found).toEqual([]);
  });
});
