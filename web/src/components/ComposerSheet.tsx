/** The composer of a phone: the whole screen, its tools right above the keyboard. */
import { ChevronDown } from "lucide-react";
import { useRef } from "react";

import { useT } from "../i18n";
import type { EditorHandle } from "../editor/handle";
import { useVisibleArea } from "../hooks/useVisibleArea";
import { isBlank } from "../stores/drafts";
import { Dialog } from "../ui/Dialog";
import { IconButton } from "../ui/IconButton";
import { useComposing } from "./composing";
import { MemoForm } from "./MemoForm";
import { TypedAhead } from "./TypedAhead";

interface ComposerSheetProps {
  readonly open: boolean;
  readonly onClose: () => void;
  /** A save failed after the sheet had closed. */
  readonly onFailure: () => void;
}

export function ComposerSheet({ open, onClose, onFailure }: ComposerSheetProps) {
  const t = useT();
  const editor = useRef<EditorHandle>(null);
  const { box, failure, save } = useComposing();
  const { height, top } = useVisibleArea();
  const saveAndClose = async (): Promise<void> => {
    onClose();
    if (isBlank(box.current())) return;
    if ((await save()) === null) onFailure();
  };
  return (
    <Dialog open={open} onClose={onClose} title={t("composer.newNote")} shape="sheet" bare>
      {/* The tools sit on the keyboard, also where it covers the page instead of shrinking it. */}
      <div className="flex min-h-0 flex-col" style={{ height, translate: `0 ${top}px` }}>
      <div className="flex items-center gap-2 border-b border-line px-2 py-1">
        <IconButton icon={ChevronDown} label={t("composer.closeKept")} onClick={onClose} />
        <p aria-hidden className="text-sm font-medium">
          {t("composer.newNote")}
        </p>
      </div>
      <MemoForm
        editor={editor}
        box={box}
        onSave={() => void saveAndClose()}
        failure={failure}
        label={t("composer.newNote")}
        placeholder={t("composer.placeholder")}
        fills
        autoFocus
      />
      <TypedAhead box={box} />
      </div>
    </Dialog>
  );
}
