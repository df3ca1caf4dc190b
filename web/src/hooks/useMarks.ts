/** Marks the words of a search in what is shown, without touching it: the browser draws over the text. */
import { type RefObject, useEffect } from "react";

const name = "search-hit";
/** Beyond these nobody counts. */
const most = 2000;

function rangesIn(root: Node, words: readonly string[]): Range[] {
  const ranges: Range[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null && ranges.length < most; node = walker.nextNode()) {
    const text = node.textContent?.toLowerCase() ?? "";
    // Folding may change the length of a text: what does not fit is not marked.
    if (text.length !== node.textContent?.length) continue;
    for (const word of words) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + word.length);
        ranges.push(range);
      }
    }
  }
  return ranges;
}

export function useMarks(ref: RefObject<HTMLElement | null>, words: readonly string[]): void {
  const wanted = words.map((word) => word.toLowerCase()).join("\n");
  // What is shown changes by itself as it is scrolled: the marks follow it.
  useEffect(() => {
    const root = ref.current;
    if (root === null || wanted === "" || !("highlights" in CSS)) return undefined;
    let asked = 0;
    const mark = (): void => {
      CSS.highlights.set(name, new Highlight(...rangesIn(root, wanted.split("\n"))));
    };
    const soon = (): void => {
      cancelAnimationFrame(asked);
      asked = requestAnimationFrame(mark);
    };
    const observer = new MutationObserver(soon);
    observer.observe(root, { childList: true, subtree: true, characterData: true });
    soon();
    return () => {
      observer.disconnect();
      cancelAnimationFrame(asked);
      CSS.highlights.delete(name);
    };
  }, [ref, wanted]);
}
