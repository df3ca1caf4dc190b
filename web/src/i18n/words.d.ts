/** What `words.ts` beside the build's settings makes of the JSON files here. */
declare module "virtual:words" {
  import type { Messages } from "@lingui/core";

  type Fetch = () => Promise<{ readonly default: Messages }>;
  const words: Readonly<Record<string, { readonly first: Fetch; readonly rest: Fetch }>>;
  export default words;
}
