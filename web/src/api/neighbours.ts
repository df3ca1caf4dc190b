/** The notes before and after one, in the order they were written. */
import { queryOptions } from "@tanstack/react-query";

import { State } from "../gen/memos/api/v1/common_pb";
import type { Memo } from "../gen/memos/api/v1/memo_service_pb";
import { quote } from "../lib/terms";
import { memos } from "./client";

export interface Neighbours {
  readonly newer: Memo | null;
  readonly older: Memo | null;
}

/** Notes of one second that are looked through; whoever imported more of them finds the others in the list. */
const mostAtOnce = 50;

function secondOf(memo: Memo): bigint {
  return memo.createTime?.seconds ?? 0n;
}

type Asking = (comparison: "<" | ">" | "==", second: bigint, pageSize: number) => Promise<Memo[]>;

function asking({ creator }: Memo, signal: AbortSignal): Asking {
  return async (comparison, second, pageSize) => {
    const page = await memos.listMemos(
      {
        pageSize,
        state: State.NORMAL,
        orderBy: `create_time ${comparison === ">" ? "asc" : "desc"}`,
        filter: `creator == ${quote(creator)} && created_ts ${comparison} ${second}`,
      },
      { signal },
    );
    return page.memos;
  };
}

/** The note above one in the list: of those of one second the last. */
async function above(ask: Asking, memo: Memo): Promise<Memo | null> {
  const [first, second] = await ask(">", secondOf(memo), 2);
  if (first === undefined) return null;
  const isAlone = second === undefined || secondOf(second) !== secondOf(first);
  return isAlone ? first : ((await ask("==", secondOf(first), mostAtOnce)).at(-1) ?? first);
}

export function neighboursOf(memo: Memo) {
  return queryOptions({
    queryKey: ["memos", "neighbours", memo.name],
    queryFn: async ({ signal }): Promise<Neighbours> => {
      const ask = asking(memo, signal);
      const [same, newer, [older]] = await Promise.all([
        ask("==", secondOf(memo), mostAtOnce),
        above(ask, memo),
        ask("<", secondOf(memo), 1),
      ]);
      const place = same.findIndex(({ name }) => name === memo.name);
      if (place < 0) return { newer, older: older ?? null };
      return { newer: same[place - 1] ?? newer, older: same[place + 1] ?? older ?? null };
    },
  });
}
