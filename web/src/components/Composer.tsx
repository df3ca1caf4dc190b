/** The composer at the top of the notes. */
import { useRef } from "react";
import { useLocation, useNavigate } from "react-router";

import { useDraft } from "../hooks/useDraft";
import { useKnownTags } from "../hooks/useKnownTags";
import { useSearch } from "../hooks/useSearch";
import { matches } from "../lib/search";
import { paths } from "../paths";
import { say } from "../stores/snackbar";
import { useComposing } from "./composing";
import { MemoForm } from "./MemoForm";

/** The state of a navigation that ends with the caret in the composer. */
export const toWrite = { write: true } as const;
export const composerId = "composer";

export function Composer() {
  const area = useRef<HTMLTextAreaElement>(null);
  const { box, failure, save } = useComposing();
  const draft = useDraft(box);
  const knownTags = useKnownTags();
  const search = useSearch();
  const navigate = useNavigate();
  const { state } = useLocation();

  const saveAndSay = async (): Promise<void> => {
    const memo = await save();
    if (memo === null || matches(search, memo)) return;
    say("Saved. It is outside of this search.", { offer: { label: "Show", act: () => navigate(paths.notes()) } });
  };
  return (
    <section
      id={composerId}
      aria-label="Write"
      className="rounded-xl border border-line-strong bg-raised transition-colors focus-within:border-accent focus-within:ring-3 focus-within:ring-accent-soft"
    >
      <MemoForm
        area={area}
        draft={draft}
        onChange={(part) => box.change(part)}
        onSave={() => void saveAndSay()}
        onLeave={() => area.current?.blur()}
        failure={failure}
        knownTags={knownTags}
        label="New note"
        placeholder="What is on your mind?"
        autoFocus={isToWrite(state)}
      />
    </section>
  );
}

function isToWrite(state: unknown): boolean {
  return typeof state === "object" && state !== null && "write" in state && state.write === true;
}
