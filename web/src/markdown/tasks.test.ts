import { describe, expect, it } from "vitest";

import { tasksOf, withAllTasks } from "./tasks";

const text = "- [ ] one\n  - [x] inner\n\n```\n- [ ] code\n```\n\n1. [ ] three";

describe("all tasks", () => {
  it("are those of lists, not of code", () => {
    expect(tasksOf(text).map(({ isDone }) => isDone)).toEqual([false, true, false]);
  });

  it("change together, and nothing else does", () => {
    expect(withAllTasks(text, true)).toBe("- [x] one\n  - [x] inner\n\n```\n- [ ] code\n```\n\n1. [x] three");
    expect(withAllTasks(withAllTasks(text, true), false)).toBe(text.replace("[x] inner", "[ ] inner"));
  });
});
