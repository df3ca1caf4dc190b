/** Short facts in one line; each keeps its own direction, whatever stands beside it. */

const [isolate, end] = ["\u2068", "\u2069"];

/** Text that does not change the order of what is around it. */
export function apart(text: string): string {
  return `${isolate}${text}${end}`;
}

export function factsLine(facts: readonly string[]): string {
  return facts
    .filter((fact) => fact !== "")
    .map(apart)
    .join(" · ");
}
