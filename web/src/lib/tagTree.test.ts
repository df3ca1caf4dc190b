import { describe, expect, it } from "vitest";

import { pruned, tagTree } from "./tagTree";

const tags = [
  { tag: "work/plan", memoCount: 3 },
  { tag: "home", memoCount: 9 },
  { tag: "Work", memoCount: 2 },
  { tag: "work/plan/q1", memoCount: 1 },
];

describe("the tree of tags", () => {
  it("puts tags below others and counts branches as the server does", () => {
    const tree = tagTree(tags, [
      { path: "work", memoCount: 4 },
      { path: "work/plan", memoCount: 3 },
    ]);
    expect(tree.map(({ tag, count }) => [tag, count])).toEqual([["home", 9], ["work", 4]]);
    expect(tree[1]?.children).toEqual([
      {
        label: "plan",
        tag: "work/plan",
        count: 3,
        children: [{ label: "q1", tag: "work/plan/q1", count: 1, children: [] }],
      },
    ]);
  });

  it("has a branch that no note carries by itself once it leads to several tags", () => {
    expect(tagTree([{ tag: "a/b", memoCount: 2 }], [])).toEqual([{ label: "a/b", tag: "a/b", count: 2, children: [] }]);
    const [branch] = tagTree([{ tag: "a/b", memoCount: 2 }, { tag: "a/c", memoCount: 1 }], []);
    expect(branch).toMatchObject({ label: "a", tag: "a", children: [{ label: "b" }, { label: "c" }] });
  });

  it("is searched by any part of a tag, and shows what leads there", () => {
    const found = pruned(tagTree(tags, []), "q1");
    expect(found.map(({ tag }) => tag)).toEqual(["work"]);
    expect(found[0]?.children[0]?.children[0]?.tag).toBe("work/plan/q1");
    expect(pruned(tagTree(tags, []), "nothing")).toEqual([]);
  });
});
