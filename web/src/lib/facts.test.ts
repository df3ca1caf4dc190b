import { expect, it } from "vitest";

import { apart, factsLine } from "./facts";

it("joins the facts that there are, each apart from the others’ direction", () => {
  expect(factsLine(["/srv/backups", "", "قبل يوم"])).toBe(`${apart("/srv/backups")} · ${apart("قبل يوم")}`);
  expect(apart("/srv")).toBe("\u2068/srv\u2069");
});
