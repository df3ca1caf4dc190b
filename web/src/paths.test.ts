import { describe, expect, it } from "vitest";

import { paths, safeNext } from "./paths";

describe("the place to go to after signing in", () => {
  it.each([["/archive?q=x"], ["/memos/abc"]])("is %j", (place) => {
    expect(safeNext(place)).toBe(place);
  });

  it.each([[null], [""], ["//evil.example"], ["/\\evil.example"], ["https://evil.example"], ["javascript:1"]])(
    "is the timeline instead of %j",
    (place) => {
      expect(safeNext(place)).toBe(paths.notes());
    },
  );

  it("is kept in the address of the door", () => {
    expect(paths.signIn("/archive?q=a b")).toBe("/sign-in?next=%2Farchive%3Fq%3Da+b");
  });
});
