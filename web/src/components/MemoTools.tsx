/** Everything around the text of a note but the text: files, place, times, formats, and saving that waits. */
import { CaseSensitive, Maximize2, Minimize2 } from "lucide-react";
import { lazy, type RefObject, useEffect, useImperativeHandle, useRef, useState } from "react";

import { FormatBar } from "../editor/FormatBar";
import { InsertMenu, type Insertions } from "../editor/InsertMenu";
import { useSources } from "../editor/useSources";
import { useChosenDay } from "../hooks/useChosenDay";
import { useDraft } from "../hooks/useDraft";
import { useFiles } from "../hooks/useFiles";
import { useSaving } from "../hooks/useSaving";
import { useT } from "../i18n";
import { dateFormat } from "../i18n/formats";
import { cx } from "../lib/cx";
import { lasting } from "../lib/storage";
import { isBlank } from "../stores/drafts";
import { IconButton } from "../ui/IconButton";
import { Lazily } from "../ui/Lazily";
import { DraftFacts } from "./DraftFacts";
import { FileTray } from "./files/FileTray";
import { FormEnd, FormFailure, type MemoFormProps, type Tools } from "./MemoFormParts";

const PlaceDialog = lazy(() => import("../editor/PlaceDialog"));
const TimesDialog = lazy(() => import("../editor/TimesDialog"));
const Recorder = lazy(() => import("../editor/Recorder"));

interface MemoToolsProps {
  readonly form: MemoFormProps;
  readonly tools: RefObject<Tools | null>;
  readonly isFocused: boolean;
  readonly onFocusMode: (isOn: boolean) => void;
  /** Files that were pasted or dropped before the tools were there. */
  readonly early: readonly File[];
}

const barKey = "appliance.formatting";

export default function MemoTools({ form, tools, isFocused, onFocusMode, early }: MemoToolsProps) {
  const { editor, box, isSaving = false, isNew = true } = form;
  const t = useT();
  const draft = useDraft(box);
  useChosenDay(box, isNew && form.isComment !== true);
  const files = useFiles(box, editor);
  const saving = useSaving(files, () => {
    // Whoever waits for files may be typing.
    editor.current?.tell();
    form.onSave();
  });
  const [panel, setPanel] = useState<"record" | "place" | "times" | null>(null);
  const [hasBar, setBar] = useState(() => lasting.read(barKey) !== null);
  const attachment = useRef<HTMLInputElement>(null);
  const picture = useRef<HTMLInputElement>(null);

  const insertions: Insertions = {
    attach: () => attachment.current?.click(),
    picture: () => picture.current?.click(),
    record: () => setPanel("record"),
    place: () => setPanel("place"),
    times: () => setPanel("times"),
    note: () => editor.current?.begin("[["),
    date: () => editor.current?.insert(dateFormat({ dateStyle: "long" }).format(new Date())),
  };
  const sources = useSources(box, editor, insertions);
  const save = (): void => {
    // A key that was told just now is not drawn yet.
    if (isSaving || isBlank(box.current())) return;
    if (isFocused) onFocusMode(false);
    saving.save();
  };
  useImperativeHandle(tools, () => ({ sources, save, addFiles: files.add }));

  // What saves must be here before the network may go.
  useEffect(() => void import("./sending"), []);
  const waiting = useRef(early);
  // Files that came too early are taken once.
  useEffect(() => {
    if (waiting.current.length > 0) files.add(waiting.current);
    waiting.current = [];
  }, [files]);

  const toggleBar = (): void => {
    lasting.write(barKey, hasBar ? null : "1");
    setBar(!hasBar);
  };
  const picker = (ref: RefObject<HTMLInputElement | null>, inText: boolean) => (
    <input
      ref={ref}
      type="file"
      multiple
      hidden
      {...(inText ? { accept: "image/*" } : {})}
      aria-label={t(inText ? "editor.picture" : "editor.attach")}
      onChange={(event) => {
        files.add([...(event.currentTarget.files ?? [])], inText);
        event.currentTarget.value = "";
      }}
    />
  );
  return (
    <>
      <FileTray files={files} />
      <DraftFacts box={box} onPlace={insertions.place} onTimes={insertions.times} isNew={isNew} />
      <Lazily key={panel} onMissing={() => setPanel(null)}>
        {panel === "record" && (
          <Recorder
            onAttach={(file) => files.add([file])}
            onText={(text) => editor.current?.insertBlock(text)}
            onClose={() => setPanel(null)}
          />
        )}
        {panel === "place" && (
          <PlaceDialog place={draft.place} onChoose={(place) => box.change({ place })} onClose={() => setPanel(null)} />
        )}
        {panel === "times" && (
          <TimesDialog
            created={draft.created}
            updated={draft.updated}
            isNew={isNew}
            onChoose={(times) => box.change(times)}
            onClose={() => setPanel(null)}
          />
        )}
      </Lazily>
      <FormFailure failure={form.failure ?? null} />
      {saving.isWaiting && (
        <p role="status" className="mx-4 mb-2 flex items-center gap-3 text-sm text-muted">
          {t("editor.waitsForFiles", { count: files.running })}
          <button type="button" className="font-medium text-accent hover:underline" onClick={saving.stopWaiting}>
            {t("editor.doNotWait")}
          </button>
        </p>
      )}
      {hasBar && <FormatBar onFormat={(format) => editor.current?.format(format)} />}
      <div className={cx("flex items-center gap-0.5 px-2 pb-2", hasBar && "border-t border-line pt-1")}>
        <InsertMenu insertions={insertions} />
        <IconButton
          icon={CaseSensitive}
          label={t("editor.formatting")}
          aria-pressed={hasBar}
          className={cx(hasBar && "text-accent!")}
          onPointerDown={(event) => event.preventDefault()}
          onClick={toggleBar}
        />
        <IconButton
          icon={isFocused ? Minimize2 : Maximize2}
          label={t(isFocused ? "editor.leaveFocus" : "editor.focusMode")}
          className={cx(form.fills === true && "hidden")}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onFocusMode(!isFocused)}
        />
        <FormEnd form={form} isQuiet={isFocused} isBusy={saving.isWaiting} />
      </div>
      {picker(attachment, false)}
      {picker(picture, true)}
    </>
  );
}
