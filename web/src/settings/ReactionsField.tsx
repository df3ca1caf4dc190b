/** The signs that people may answer notes with: taken away one by one, added at the end. */
import { Plus, X } from "lucide-react";
import { useState } from "react";

import { useT } from "../i18n";
import { Button } from "../ui/Button";

interface ReactionsFieldProps {
  readonly reactions: readonly string[];
  readonly onChange: (reactions: readonly string[]) => void;
}

export function ReactionsField({ reactions, onChange }: ReactionsFieldProps) {
  const t = useT();
  const [text, setText] = useState("");
  const wanted = text.trim();
  const add = (): void => {
    if (wanted === "" || reactions.includes(wanted)) return;
    onChange([...reactions, wanted]);
    setText("");
  };
  return (
    <fieldset className="space-y-2">
      <legend className="text-sm font-medium">{t("settings.instance.reactions")}</legend>
      <ul className="flex flex-wrap gap-2">
        {reactions.map((reaction) => (
          <li key={reaction}>
            <button
              type="button"
              aria-label={t("settings.instance.removeReaction", { reaction })}
              onClick={() => onChange(reactions.filter((other) => other !== reaction))}
              className="inline-flex min-h-9 items-center gap-1.5 rounded-lg border border-line px-2.5 hover:bg-sunken pointer-coarse:min-h-11"
            >
              <span className="text-lg leading-none">{reaction}</span>
              <X aria-hidden size={14} className="text-muted" />
            </button>
          </li>
        ))}
      </ul>
      <div className="flex gap-2">
        <input
          value={text}
          aria-label={t("settings.instance.newReaction")}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            add();
          }}
          className="h-9 w-28 rounded-lg border border-line-strong bg-raised px-3 text-base pointer-coarse:h-11"
        />
        <Button disabled={wanted === ""} onClick={add}>
          <Plus aria-hidden size={16} />
          {t("common.add")}
        </Button>
      </div>
    </fieldset>
  );
}
