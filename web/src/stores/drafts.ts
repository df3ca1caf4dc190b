/** Drafts on disk, in the browser's IndexedDB: what was typed outlives tab, network and session. */
import { del, get, set } from "idb-keyval";

import { Visibility } from "../gen/memos/api/v1/memo_service_pb";
import { newId } from "../lib/ids";

export interface Draft {
  readonly text: string;
  readonly visibility: Visibility;
  /** The id a new memo will get: sending a draft twice makes one memo. */
  readonly uid: string;
  /** Whether it was sent before, so that a memo with its id may be this very draft. */
  readonly tried: boolean;
}

export function emptyDraft(visibility: Visibility = Visibility.PRIVATE): Draft {
  return { text: "", visibility, uid: newId(), tried: false };
}

export function isBlank(draft: Draft): boolean {
  return draft.text.trim() === "";
}

/** Two drafts as one: what was sent and came back, then what was typed meanwhile. */
export function merged(earlier: Draft, later: Draft): Draft {
  if (isBlank(earlier)) return later;
  return isBlank(later) ? earlier : { ...earlier, text: `${earlier.text}\n\n${later.text}` };
}

/** Whether a stored value is a draft of this version of the page. */
export function isDraft(value: unknown): value is Draft {
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

/** Read a draft; null when there is none or the browser keeps nothing. */
export async function readDraft(key: string): Promise<Draft | null> {
  try {
    const stored: unknown = await get(key);
    return isDraft(stored) ? stored : null;
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
