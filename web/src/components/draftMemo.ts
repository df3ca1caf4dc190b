/** A draft as the memo it becomes, and a memo as the draft it is edited in. */
import { create } from "@bufbuild/protobuf";
import { timestampDate, timestampFromMs, timestampNow } from "@bufbuild/protobuf/wkt";

import type { Change, Sending } from "../api/memos";
import { AttachmentSchema } from "../gen/memos/api/v1/attachment_service_pb";
import { State } from "../gen/memos/api/v1/common_pb";
import {
  LocationSchema,
  type Memo,
  MemoRelation_MemoSchema,
  MemoRelation_Type,
  MemoRelationSchema,
  MemoSchema,
} from "../gen/memos/api/v1/memo_service_pb";
import { tagsOf } from "../markdown/parse";
import { type Draft, type DraftFile, emptyDraft, type Reference } from "../stores/drafts";

function attachmentsOf({ files }: Draft) {
  return files.map(({ uid, filename, type, size }) =>
    create(AttachmentSchema, { name: `attachments/${uid}`, filename, type, size: BigInt(size) }),
  );
}

/** A note that the text does not name any more is not referred to. */
function relationsOf({ references, text, uid }: Draft) {
  return references
    .filter(({ name, isInText }) => !isInText || text.includes(name))
    .map(({ name, title }) =>
      create(MemoRelationSchema, {
        type: MemoRelation_Type.REFERENCE,
        memo: create(MemoRelation_MemoSchema, { name: `memos/${uid}` }),
        relatedMemo: create(MemoRelation_MemoSchema, { name, snippet: title }),
      }),
    );
}

/** What of a draft is sent; what was left to the server is left out. */
export function sendingOf(draft: Draft): Sending {
  const [attachments, relations] = [attachmentsOf(draft), relationsOf(draft)];
  return {
    content: draft.text,
    visibility: draft.visibility,
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(relations.length === 0 ? {} : { relations }),
    ...(draft.place === null ? {} : { location: create(LocationSchema, { ...draft.place }) }),
    ...(draft.created === null ? {} : { createTime: timestampFromMs(draft.created) }),
    ...(draft.updated === null ? {} : { updateTime: timestampFromMs(draft.updated) }),
  };
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function uids({ files }: Draft): string[] {
  return files.map(({ uid }) => uid);
}

function names(draft: Draft): string[] {
  return relationsOf(draft).map(({ relatedMemo }) => relatedMemo?.name ?? "");
}

/** What of a draft is changed, compared and saved by itself. */
export type Part = "text" | "visibility" | "files" | "references" | "place" | "created" | "updated";

const comparable: Readonly<Record<Part, (draft: Draft) => unknown>> = {
  text: ({ text }) => text,
  visibility: ({ visibility }) => visibility,
  files: uids,
  references: names,
  place: ({ place }) => place,
  created: ({ created }) => created,
  updated: ({ updated }) => updated,
};

const allParts: readonly Part[] = ["text", "visibility", "files", "references", "place", "created", "updated"];

export function isPartEqual(part: Part, one: Draft, other: Draft): boolean {
  const of = comparable[part];
  return part === "text" ? one.text === other.text : isEqual(of(one), of(other));
}

/** Which parts of a draft are not what another one says. */
export function changedParts(draft: Draft, start: Draft): ReadonlySet<Part> {
  return new Set(allParts.filter((part) => !isPartEqual(part, draft, start)));
}

/** Of notes and times the server keeps its own account: they are nobody's contradiction. */
const silent: ReadonlySet<Part> = new Set<Part>(["references", "updated"]);

/** The parts that both changed, and not to the same. */
export function contested(draft: Draft, base: Draft, theirs: Draft): ReadonlySet<Part> {
  const both = [...changedParts(draft, base)].filter((part) => !silent.has(part) && !isPartEqual(part, theirs, base));
  return new Set(both.filter((part) => !isPartEqual(part, draft, theirs)));
}

/** The references of both: theirs without what the draft dropped, and what it added or still names. */
function jointReferences(draft: Draft, theirs: Draft): Reference[] {
  const [before, own] = [new Set(names(baseOf(draft))), new Set(names(draft))];
  const kept = theirs.references.filter(({ name }) => own.has(name) || !before.has(name));
  const known = new Set(kept.map(({ name }) => name));
  const added = draft.references.filter(({ name, isInText }) => !known.has(name) && (isInText || !before.has(name)));
  return [...kept, ...added];
}

/** The same edit of the note as it is now: what is `mine` stays, everything else is theirs. */
export function rebased(draft: Draft, theirs: Draft, mine: ReadonlySet<Part>): Draft {
  const kept: Partial<Draft> = Object.fromEntries([...mine].map((part) => [part, draft[part]]));
  return { ...theirs, ...kept, ...(mine.has("references") ? { references: jointReferences(draft, theirs) } : {}) };
}

/** What an edit changed, compared with the draft it began with. */
export function changeOf(draft: Draft, start: Draft): Change {
  const [whole, parts] = [sendingOf(draft), changedParts(draft, start)];
  return {
    ...(parts.has("text") ? { content: draft.text } : {}),
    ...(parts.has("visibility") ? { visibility: draft.visibility } : {}),
    ...(parts.has("files") ? { attachments: whole.attachments ?? [] } : {}),
    ...(parts.has("references") ? { relations: whole.relations ?? [] } : {}),
    ...(parts.has("place") ? { location: whole.location } : {}),
    ...(parts.has("created") ? { createTime: whole.createTime } : {}),
    ...(parts.has("updated") ? { updateTime: whole.updateTime } : {}),
  };
}

function fileOf({ name, filename, type, size }: Memo["attachments"][number]): DraftFile {
  return { uid: name.replace("attachments/", ""), filename, type, size: Number(size), isStored: true };
}

function referencesOf(memo: Memo): Reference[] {
  return memo.relations.flatMap(({ type, memo: from, relatedMemo: to }) =>
    type === MemoRelation_Type.REFERENCE && from?.name === memo.name && to !== undefined
      ? [{ name: to.name, title: to.snippet, isInText: memo.content.includes(to.name) }]
      : [],
  );
}

export function draftFrom(memo: Memo): Draft {
  const { location } = memo;
  const { base: _, ...base } = {
    ...emptyDraft(memo.visibility),
    uid: memo.name.replace("memos/", ""),
    text: memo.content,
    files: memo.attachments.map(fileOf),
    references: referencesOf(memo),
    place:
      location === undefined
        ? null
        : { placeholder: location.placeholder, latitude: location.latitude, longitude: location.longitude },
    created: memo.createTime === undefined ? null : timestampDate(memo.createTime).getTime(),
    updated: memo.updateTime === undefined ? null : timestampDate(memo.updateTime).getTime(),
  };
  return { ...base, base };
}

/** What an edit began with, as the memo that it was. */
export function baseOf(draft: Draft): Draft {
  return draft.base === null ? draft : { ...draft.base, base: null };
}

/** What the memo will look like, to be shown until the server has answered. */
export function expected(draft: Draft, creator: string): Memo {
  return create(MemoSchema, {
    createTime: timestampNow(),
    updateTime: timestampNow(),
    ...sendingOf(draft),
    name: `memos/${draft.uid}`,
    state: State.NORMAL,
    creator,
    tags: tagsOf(draft.text),
  });
}
