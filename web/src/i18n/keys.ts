/** The names of all texts, read from the English ones. */
type Words = typeof import("./en.json");

type KeyIn<Part, Before extends string = ""> = {
  [Name in keyof Part & string]: Part[Name] extends string ? `${Before}${Name}` : KeyIn<Part[Name], `${Before}${Name}.`>;
}[keyof Part & string];

/** `"area.name"` of a text in `en.json`. */
export type Key = KeyIn<Words>;
