/** Drafts on disk, in the browser's IndexedDB: what was typed outlives tab, network and session. */
import { del, get, keys, set } from "idb-keyval";

import { Visibility } from "../gen/memos/api/v1/memo_service_pb";
import { newId } from "../lib/ids";

/** A file of a draft; its bytes may still be on their way. */
export interface DraftFile {
  /** It is, or will be, `attachments/{uid}`. */
  readonly uid: string;
  readonly filename: string;
  readonly type: string;
  readonly size: number;
  /** Whether the server has it. */
  readonly isStored: boolean;
}

export interface Place {
  /** What people call it. */
  readonly placeholder: string;
  readonly latitude: number;
  readonly longitude: number;
}

/** Another note that the text refers to. */
export interface Reference {
  /** `memos/{uid}` */
  readonly name: string;
  readonly title: string;
  /** The text links it: when the link goes, so does the reference. */
  readonly isInText: boolean;
}

export interface Draft {
  readonly text: string;
  readonly visibility: Visibility;
  /** The id a new memo will get: sending a draft twice makes one memo. */
  readonly uid: string;
  /** Whether it was sent before, so that a memo with its id may be this very draft. */
  readonly tried: boolean;
  readonly files: readonly DraftFile[];
  readonly references: readonly Reference[];
  readonly place: Place | null;
  /** Epoch milliseconds; null: the moment of saving. */
  readonly created: number | null;
  readonly updated: number | null;
  /** What an edit began with; null for what is new. */
  readonly base: Omit<Draft, "base"> | null;
}

export function emptyDraft(visibility: Visibility = Visibility.PRIVATE): Draft {
  return {
    text: "",
    visibility,
    uid: newId(),
    tried: false,
    files: [],
    references: [],
    place: null,
    created: null,
    updated: null,
    base: null,
  };
}

export function isBlank(draft: Draft): boolean {
  return draft.text.trim() === "" && draft.files.length === 0;
}

/** Two drafts as one: what was sent and came back, then what was typed meanwhile. */
export function merged(earlier: Draft, later: Draft): Draft {
  if (isBlank(earlier)) return later;
  if (isBlank(later)) return earlier;
  return {
    ...earlier,
    text: [earlier.text, later.text].filter((text) => text.trim() !== "").join("\n\n"),
    files: [...earlier.files, ...later.files],
    references: [...earlier.references, ...later.references],
    place: later.place ?? earlier.place,
  };
}

function isStored(value: unknown): value is Partial<Draft> & Pick<Draft, "text" | "visibility" | "uid" | "tried"> {
  return (
    typeof value === "object" &&
    value !== null &&
    "text" in value &&
    typeof value.text === "string" &&
    "visibility" in value &&
    typeof value.visibility === "number" &&
    value.visibility in Visibility &&
    "uid" in value &&
    typeof value.uid === "string" &&
    "tried" in value &&
    typeof value.tried === "boolean"
  );
}

/** A stored value as a draft of this version of the page; null when it is none. */
export function draftOf(value: unknown): Draft | null {
  return isStored(value) ? { ...emptyDraft(), ...value } : null;
}

/** Read a draft; null when there is none or the browser keeps nothing. */
export async function readDraft(key: string): Promise<Draft | null> {
  try {
    return draftOf(await get(key));
  } catch {
    return null;
  }
}

/** Keep a draft, or forget it when nothing is typed. */
export async function writeDraft(key: string, draft: Draft | null): Promise<void> {
  try {
    await (draft === null || isBlank(draft) ? del(key) : set(key, draft));
  } catch {
    // Private windows may refuse: the text stays on screen.
  }
}

/** The keys on disk that begin like this. */
export async function keysOnDisk(prefix: string): Promise<string[]> {
  try {
    return (await keys()).filter((key) => typeof key === "string").filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}
