/** The headings of a note; the one that is being read is marked. */
import { useEffect, useMemo, useState } from "react";

import { useT } from "../../i18n";
import { cx } from "../../lib/cx";
import { anchorId } from "../../markdown/inline";
import { type OutlineEntry, outlineOf } from "../../markdown/parse";
import { Section } from "./Section";

interface OutlineProps {
  readonly text: string;
  readonly prefix: string;
}

/** A heading is being read once it is this near to the top, in pixels. */
const line = 140;
const indents = ["", "ps-3", "ps-6", "ps-9"] as const;

function readingAt(entries: readonly OutlineEntry[], prefix: string): string {
  let current = "";
  for (const { slug } of entries) {
    const heading = document.getElementById(anchorId(prefix, slug));
    if (heading !== null && heading.getBoundingClientRect().top <= line) current = slug;
  }
  return current || (entries[0]?.slug ?? "");
}

export function Outline({ text, prefix }: OutlineProps) {
  const t = useT();
  const entries = useMemo(() => outlineOf(text), [text]);
  const [current, setCurrent] = useState("");
  // Only the laid-out page knows which heading is at its top.
  useEffect(() => {
    const look = (): void => setCurrent(readingAt(entries, prefix));
    look();
    window.addEventListener("scroll", look, { passive: true });
    return () => window.removeEventListener("scroll", look);
  }, [entries, prefix]);
  if (entries.length < 2) return null;
  return (
    <Section title={t("memo.page.outline")}>
      <ol className="border-s border-line text-sm">
        {entries.map(({ depth, text: words, slug }) => (
          <li key={slug} className={indents[depth - 1]}>
            <button
              type="button"
              aria-current={slug === current ? "location" : undefined}
              onClick={() => document.getElementById(anchorId(prefix, slug))?.scrollIntoView({ block: "start" })}
              className={cx(
                "-ms-px block min-h-8 w-full truncate border-s-2 px-3 text-start pointer-coarse:min-h-11",
                slug === current ? "border-accent text-ink" : "border-transparent text-muted hover:text-ink",
              )}
            >
              <bdi>{words}</bdi>
            </button>
          </li>
        ))}
      </ol>
    </Section>
  );
}
