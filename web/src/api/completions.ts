/** What the server knows of words that are being typed: people and notes. */
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { createClient } from "@connectrpc/connect";

import type { NoteFound, Person } from "../editor/completion";
import { PeopleService } from "../gen/appliance/v1/people_service_pb";
import { everything, filterOf } from "../lib/search";
import { dayName } from "../lib/time";
import { memos, transport } from "./client";

const people = createClient(PeopleService, transport);
/** A pause between keys after which it is worth asking, in milliseconds. */
const typingPause = 120;
const shown = 8;

/** Settles after the pause, unless another key comes: then what was asked is not wanted. */
function settled(signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), typingPause);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve(false);
    });
  });
}

export async function findPeople(prefix: string, signal: AbortSignal): Promise<readonly Person[]> {
  if (!(await settled(signal))) return [];
  const { users } = await people.findPeople({ prefix }, { signal });
  return users.map(({ username, displayName }) => ({ username, displayName }));
}

export async function findNotes(words: string, creator: string, signal: AbortSignal): Promise<readonly NoteFound[]> {
  if (!(await settled(signal))) return [];
  const filter = filterOf({ ...everything, words }, creator);
  const found = await memos.listMemos({ filter, pageSize: shown, orderBy: "update_time desc" }, { signal });
  return found.memos.map(({ name, property, snippet, createTime }) => ({
    name,
    title: property?.title || snippet || name,
    when: createTime === undefined ? "" : dayName(timestampDate(createTime), new Date()),
  }));
}
