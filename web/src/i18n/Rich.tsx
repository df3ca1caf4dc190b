/** A text with parts that are more than text: `<link>archive</link>` is drawn by `parts.link`. */
import { Fragment, type ReactNode } from "react";

interface RichProps {
  readonly text: string;
  readonly parts: Readonly<Record<string, (inside: string) => ReactNode>>;
}

const marked = /<(\w+)>(.*?)<\/\1>/gu;

export function Rich({ text, parts }: RichProps): ReactNode {
  const pieces: ReactNode[] = [];
  let end = 0;
  for (const { 0: whole, 1: name = "", 2: inside = "", index } of text.matchAll(marked)) {
    pieces.push(text.slice(end, index), <Fragment key={index}>{parts[name]?.(inside) ?? inside}</Fragment>);
    end = index + whole.length;
  }
  return [...pieces, text.slice(end)];
}
