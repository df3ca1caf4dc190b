/** Memos as searches look at them. */
import { timestampMs } from "@bufbuild/protobuf/wkt";

import { type Memo, Visibility } from "../gen/memos/api/v1/memo_service_pb";
import { matches, type Search } from "../lib/search";
import type { Searched } from "../lib/terms";

function audienceOf(visibility: Visibility): Searched["audience"] {
  if (visibility === Visibility.PUBLIC) return "public";
  return visibility === Visibility.PROTECTED ? "members" : "private";
}

export function searchedOf(memo: Memo): Searched {
  const { property } = memo;
  return {
    content: memo.content,
    tags: memo.tags,
    creator: memo.creator,
    pinned: memo.pinned,
    audience: audienceOf(memo.visibility),
    createdAt: memo.createTime === undefined ? 0 : timestampMs(memo.createTime),
    facts: {
      task: property?.hasTaskList ?? false,
      open: property?.hasIncompleteTasks ?? false,
      link: property?.hasLink ?? false,
      code: property?.hasCode ?? false,
      location: memo.location !== undefined,
    },
  };
}

/** Whether a search surely does not find a memo. */
export function isOutside(search: Search, memo: Memo): boolean {
  return matches(search, searchedOf(memo)) === false;
}
