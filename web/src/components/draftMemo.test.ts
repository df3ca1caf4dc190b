import { expect, it } from "vitest";

import { type Draft, emptyDraft, type Reference } from "../stores/drafts";
import { changedParts, rebased } from "./draftMemo";

function reference(name: string): Reference {
  return { name: `memos/${name}`, title: name, isInText: false };
}

function draftOf(...names: string[]): Draft {
  return { ...emptyDraft(), uid: "one", text: "text", references: names.map(reference) };
}

function editOf(base: Draft, ...names: string[]): Draft {
  const { base: _, ...began } = base;
  return { ...base, references: names.map(reference), base: began };
}

function joint(base: Draft, draft: Draft, theirs: Draft): string[] {
  return rebased(draft, theirs, changedParts(draft, base)).references.map(({ title }) => title);
}

it("keeps the references that others added beside those added here", () => {
  const base = draftOf("a");
  expect(joint(base, editOf(base, "a", "mine"), draftOf("a", "theirs"))).toEqual(["a", "theirs", "mine"]);
});

it("drops the references that either side dropped", () => {
  const base = draftOf("a", "b", "c");
  expect(joint(base, editOf(base, "b", "c"), draftOf("a", "b", "d"))).toEqual(["b", "d"]);
});

it("names a note once that both added, and takes theirs where nothing was changed here", () => {
  const base = draftOf();
  expect(joint(base, editOf(base, "x"), draftOf("x", "y"))).toEqual(["x", "y"]);
  expect(joint(base, editOf(base), draftOf("y"))).toEqual(["y"]);
});

it("keeps the reference to a note that its text still names", () => {
  const base = draftOf("a", "b");
  const named = { ...reference("a"), isInText: true };
  const draft = { ...editOf(base), text: "see memos/a", references: [named] };
  expect(joint(base, draft, draftOf("b", "c"))).toEqual(["c", "a"]);
});
