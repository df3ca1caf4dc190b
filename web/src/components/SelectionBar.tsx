/** What can be done with the chosen notes, at the foot of the page. */
import { Archive, ArchiveRestore, CheckCheck, Download, Ellipsis, Globe, Hash, Lock, Pin, PinOff, Trash2, Users, X } from "lucide-react";
import { useState } from "react";

import { Action, changeMany, exportMany, undoAll, type Wanted } from "../api/batches";
import { listedNames } from "../api/memos";
import { Visibility } from "../gen/memos/api/v1/memo_service_pb";
import { complain } from "../hooks/complain";
import { useSelection } from "../hooks/useSelection";
import { type Translate, useT } from "../i18n";
import { formatNumber } from "../i18n/formats";
import { saveFile } from "../lib/saveFile";
import { endSelecting, selectAll } from "../stores/selection";
import { say } from "../stores/snackbar";
import { IconButton } from "../ui/IconButton";
import { Menu, type MenuEntry } from "../ui/Menu";
import { TagDialog } from "./TagDialog";

async function undo(batches: readonly string[], t: Translate): Promise<void> {
  try {
    say(t("selection.undone", { count: await undoAll(batches) }));
  } catch (error) {
    complain(error);
  }
}

async function perform(names: readonly string[], wanted: Wanted, t: Translate): Promise<void> {
  try {
    const { batches, changed, failed } = await changeMany(names, wanted);
    endSelecting();
    const text = failed === 0 ? t("selection.changed", { count: changed }) : t("selection.changedSome", { count: changed, failed });
    say(text, { offer: { label: t("common.undo"), isUndo: true, act: () => undo(batches, t) } });
  } catch (error) {
    complain(error);
  }
}

async function download(names: readonly string[]): Promise<void> {
  try {
    const { filename, text } = await exportMany(names);
    saveFile(filename, new Blob([text], { type: "text/markdown" }));
  } catch (error) {
    complain(error);
  }
}

type TagWish = typeof Action.ADD_TAG | typeof Action.REMOVE_TAG;

export function SelectionBar() {
  const t = useT();
  const { names } = useSelection();
  const [isBusy, setBusy] = useState(false);
  const [tagWish, setTagWish] = useState<TagWish | null>(null);
  const chosen = [...names];
  const act = async (wanted: Wanted): Promise<void> => {
    setBusy(true);
    await perform(chosen, wanted, t);
    setBusy(false);
  };
  const item = (icon: typeof Pin, label: string, wanted: Wanted): MenuEntry => ({
    kind: "item",
    icon,
    label,
    onSelect: () => void act(wanted),
  });
  const entries: readonly MenuEntry[] = [
    item(Pin, t("memo.pin"), { action: Action.PIN }),
    item(PinOff, t("memo.unpin"), { action: Action.UNPIN }),
    item(ArchiveRestore, t("common.restore"), { action: Action.RESTORE }),
    { kind: "line" },
    { kind: "title", text: t("composer.visibility") },
    item(Lock, t("memo.private"), { action: Action.SET_VISIBILITY, visibility: Visibility.PRIVATE }),
    item(Users, t("memo.members"), { action: Action.SET_VISIBILITY, visibility: Visibility.PROTECTED }),
    item(Globe, t("memo.public"), { action: Action.SET_VISIBILITY, visibility: Visibility.PUBLIC }),
    { kind: "line" },
    { kind: "item", icon: Hash, label: t("selection.removeTag"), onSelect: () => setTagWish(Action.REMOVE_TAG) },
    { kind: "item", icon: Download, label: t("selection.export"), onSelect: () => void download(chosen) },
  ];
  const none = chosen.length === 0 || isBusy;
  return (
    <section
      aria-label={t("selection.title")}
      className="fixed inset-x-3 bottom-20 z-20 mx-auto flex max-w-xl items-center gap-1 rounded-xl border border-line-strong bg-raised p-1.5 shadow-overlay md:bottom-5"
    >
      <IconButton icon={X} label={t("selection.end")} onClick={endSelecting} />
      <p aria-live="polite" className="min-w-0 flex-1 truncate text-sm tabular-nums">
        <span className="max-sm:sr-only">{t("selection.count", { count: chosen.length })}</span>
        <span aria-hidden className="sm:hidden">
          {formatNumber(chosen.length)}
        </span>
      </p>
      <IconButton icon={CheckCheck} label={t("selection.all")} onClick={() => selectAll(listedNames())} />
      <IconButton icon={Hash} label={t("selection.addTag")} disabled={none} onClick={() => setTagWish(Action.ADD_TAG)} />
      <IconButton icon={Archive} label={t("memo.archive")} disabled={none} onClick={() => void act({ action: Action.ARCHIVE })} />
      <IconButton icon={Trash2} label={t("common.delete")} disabled={none} onClick={() => void act({ action: Action.DELETE })} />
      {!none && <Menu trigger={<IconButton icon={Ellipsis} label={t("common.more")} />} entries={entries} side="top" />}
      {tagWish !== null && (
        <TagDialog
          title={t(tagWish === Action.ADD_TAG ? "selection.addTag" : "selection.removeTag")}
          onClose={() => setTagWish(null)}
          onTake={(tag) => act({ action: tagWish, tag })}
        />
      )}
    </section>
  );
}
