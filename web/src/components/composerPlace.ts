/** Where the composer of the notes page is, and how to arrive there ready to type. */
export const composerId = "composer";
/** The state of a navigation that ends with the caret in the composer. */
export const toWrite = { write: true } as const;
