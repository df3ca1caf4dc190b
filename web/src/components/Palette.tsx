/** Every command, place and tag in one list, found by a few of its letters. */
import { go as rank } from "fuzzysort";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";

import { type PaletteEntry, usePaletteEntries } from "../hooks/usePaletteEntries";
import { useT } from "../i18n";
import { cx } from "../lib/cx";
import type { Act } from "../lib/keys";
import { Dialog } from "../ui/Dialog";
import { Key } from "../ui/Key";

interface PaletteProps {
  readonly onClose: () => void;
  readonly onRun: (act: Act) => boolean;
}

const most = 50;

function ranked(entries: readonly PaletteEntry[], typed: string): readonly PaletteEntry[] {
  if (typed.trim() === "") return entries.slice(0, most);
  return rank(typed, entries, { key: "label", limit: most, threshold: 0 }).map(({ obj }) => obj);
}

interface OptionProps {
  readonly id: string;
  readonly entry: PaletteEntry;
  readonly isChosen: boolean;
  readonly onTake: () => void;
  readonly onHover: () => void;
}

function Option({ id, entry, isChosen, onTake, onHover }: OptionProps) {
  const ref = useRef<HTMLDivElement>(null);
  // The list scrolls with the choice; the document is outside of React.
  useEffect(() => {
    if (isChosen) ref.current?.scrollIntoView({ block: "nearest" });
  }, [isChosen]);
  const { icon: Icon } = entry;
  return (
    // The field has the focus and the keys.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      ref={ref}
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      onClick={onTake}
      onPointerMove={onHover}
      className={cx(
        "flex min-h-10 items-center gap-3 rounded-lg px-3 text-sm pointer-coarse:min-h-11",
        isChosen && "bg-accent-soft text-accent",
      )}
    >
      <Icon aria-hidden size={16} strokeWidth={1.75} className={isChosen ? "" : "text-muted"} />
      <span className="min-w-0 flex-1 truncate">{entry.label}</span>
      <span aria-hidden className="flex gap-1 pointer-coarse:hidden">
        {entry.press?.map((cap) => (
          <Key key={cap}>{cap}</Key>
        ))}
      </span>
    </div>
  );
}

export function Palette({ onClose, onRun }: PaletteProps) {
  const t = useT();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const found = ranked(usePaletteEntries(onRun), typed);

  const take = (entry: PaletteEntry | undefined): void => {
    if (entry === undefined) return;
    onClose();
    // Once the dialog has given the focus back: some commands move it.
    setTimeout(() => void entry.act());
  };
  const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const step = steps[event.key];
    if (event.key === "Enter") take(found[at]);
    else if (step !== undefined) setAt((at + step + found.length) % Math.max(found.length, 1));
    else return;
    event.preventDefault();
  };
  return (
    <Dialog open onClose={onClose} title={t("shell.palette")} shape="top" bare initialFocus={input}>
      <input
        ref={input}
        role="combobox"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        {...(found.length === 0 ? {} : { "aria-activedescendant": `${id}-${at}` })}
        aria-label={t("shell.palette")}
        placeholder={t("shell.palettePlaceholder")}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        className="w-full shrink-0 border-b border-line bg-transparent px-4 py-3.5 text-base outline-none"
      />
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={t("shell.palette")}
        tabIndex={-1}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-2"
      >
        {found.map((entry, index) => (
          <Option
            key={entry.id}
            id={`${id}-${index}`}
            entry={entry}
            isChosen={index === at}
            onTake={() => take(entry)}
            onHover={() => setAt(index)}
          />
        ))}
      </div>
      {found.length === 0 && <p className="px-4 pb-5 text-center text-sm text-muted">{t("shell.paletteEmpty")}</p>}
    </Dialog>
  );
}
