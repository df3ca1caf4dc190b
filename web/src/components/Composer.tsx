/** The composer at the top of the notes. */
import { useRef } from "react";
import { useLocation, useNavigate } from "react-router";

import { useT } from "../i18n";
import type { EditorHandle } from "../editor/handle";
import { useSearch } from "../hooks/useSearch";
import { isOutside } from "../api/searched";
import { paths } from "../paths";
import { say } from "../stores/snackbar";
import { composerId } from "./composerPlace";
import { useComposing } from "./composing";
import { MemoForm } from "./MemoForm";
import { TypedAhead } from "./TypedAhead";

export function Composer() {
  const t = useT();
  const editor = useRef<EditorHandle>(null);
  const { box, failure, save } = useComposing();
  const search = useSearch();
  const navigate = useNavigate();
  const { state } = useLocation();

  const saveAndSay = async (): Promise<void> => {
    const memo = await save();
    if (memo === null || !isOutside(search, memo)) return;
    say(t("composer.savedElsewhere"), { offer: { label: t("composer.show"), act: () => navigate(paths.notes()) } });
  };
  return (
    <section
      id={composerId}
      aria-label={t("composer.region")}
      className="rounded-xl border border-line-strong bg-raised transition-colors focus-within:border-accent focus-within:ring-3 focus-within:ring-accent-soft"
    >
      <MemoForm
        editor={editor}
        box={box}
        onSave={() => void saveAndSay()}
        onLeave={() => {
          editor.current?.blur();
          return true;
        }}
        failure={failure}
        label={t("composer.newNote")}
        placeholder={t("composer.placeholder")}
        autoFocus={isToWrite(state)}
      />
      {isToWrite(state) && <TypedAhead box={box} />}
    </section>
  );
}

function isToWrite(state: unknown): boolean {
  return typeof state === "object" && state !== null && "write" in state && state.write === true;
}
