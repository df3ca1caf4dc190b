/** The composer of a phone: the whole screen, its tools right above the keyboard. */
import { ChevronDown } from "lucide-react";
import { useRef } from "react";

import { useDraft } from "../hooks/useDraft";
import { useKnownTags } from "../hooks/useKnownTags";
import { isBlank } from "../stores/drafts";
import { Dialog } from "../ui/Dialog";
import { IconButton } from "../ui/IconButton";
import { useComposing } from "./composing";
import { MemoForm } from "./MemoForm";

interface ComposerSheetProps {
  readonly open: boolean;
  readonly onClose: () => void;
  /** A save failed after the sheet had closed. */
  readonly onFailure: () => void;
}

export function ComposerSheet({ open, onClose, onFailure }: ComposerSheetProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const { box, failure, save } = useComposing();
  const draft = useDraft(box);
  const knownTags = useKnownTags();
  const saveAndClose = async (): Promise<void> => {
    onClose();
    if (isBlank(draft)) return;
    if ((await save()) === null) onFailure();
  };
  return (
    <Dialog open={open} onClose={onClose} title="New note" shape="sheet" bare initialFocus={area}>
      <div className="flex items-center gap-2 border-b border-line px-2 py-1">
        <IconButton icon={ChevronDown} label="Close; the draft is kept" onClick={onClose} />
        <p aria-hidden className="text-sm font-medium">
          New note
        </p>
      </div>
      <MemoForm
        area={area}
        draft={draft}
        onChange={(part) => box.change(part)}
        onSave={() => void saveAndClose()}
        failure={failure}
        knownTags={knownTags}
        label="New note"
        placeholder="What is on your mind?"
        fills
      />
    </Dialog>
  );
}
