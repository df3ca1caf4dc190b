/** Gathers single questions of a moment into one for all of them. */

interface Waiting<Key, Value> {
  readonly key: Key;
  readonly resolve: (value: Value) => void;
  readonly reject: (reason: unknown) => void;
}

/** What became of one of the questions. */
export type Outcome<Value> = PromiseSettledResult<Value>;

interface Gathering {
  /** The most that may be asked at once. */
  readonly most: number;
  /** How long questions wait for others, in milliseconds. */
  readonly wait: number;
}

/** `ask` answers as many outcomes as it is given keys, in their order. */
export function gatherer<Key, Value>(
  ask: (keys: readonly Key[]) => Promise<readonly Outcome<Value>[]>,
  { most, wait }: Gathering,
): (key: Key) => Promise<Value> {
  let waiting: Waiting<Key, Value>[] = [];

  const settle = async (each: readonly Waiting<Key, Value>[]): Promise<void> => {
    try {
      const outcomes = await ask(each.map(({ key }) => key));
      for (const [index, { resolve, reject }] of each.entries()) {
        const outcome = outcomes[index];
        if (outcome?.status === "fulfilled") resolve(outcome.value);
        else reject(outcome?.reason);
      }
    } catch (error) {
      for (const { reject } of each) reject(error);
    }
  };
  const send = (): void => {
    const all = waiting;
    waiting = [];
    for (let start = 0; start < all.length; start += most) void settle(all.slice(start, start + most));
  };
  return (key) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setTimeout(send, wait);
      waiting.push({ key, resolve, reject });
    });
}
