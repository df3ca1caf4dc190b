/** Asks for a tag. */
import { useState } from "react";

import { useKnownTags } from "../hooks/useKnownTags";
import { useT } from "../i18n";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";

interface TagDialogProps {
  readonly title: string;
  readonly onClose: () => void;
  /** The tag without its `#`. */
  readonly onTake: (tag: string) => Promise<unknown>;
}

export function TagDialog({ title, onClose, onTake }: TagDialogProps) {
  const t = useT();
  const known = useKnownTags();
  const [text, setText] = useState("");
  const tag = text.trim().replace(/^#/u, "");
  return (
    <Dialog open onClose={onClose} title={title}>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          void onTake(tag).then(onClose);
        }}
      >
        <Field
          label={t("tags.tag")}
          value={text}
          list="known-tags"
          autoFocus
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <datalist id="known-tags">
          {known.map((one) => (
            <option key={one} value={one}>
              #{one}
            </option>
          ))}
        </datalist>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button kind="primary" type="submit" disabled={tag === ""}>
            {title}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
