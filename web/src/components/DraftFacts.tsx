/** What else a draft says: where, when, and which notes it refers to. */
import { Clock, Link2, MapPin, type LucideIcon, X } from "lucide-react";

import { useDraft } from "../hooks/useDraft";
import { useT } from "../i18n";
import { completeTime } from "../lib/time";
import type { DraftBox } from "../stores/draftBox";

interface FactProps {
  readonly icon: LucideIcon;
  readonly text: string;
  readonly onOpen?: () => void;
  readonly removal: string;
  readonly onRemove: () => void;
}

function Fact({ icon: Icon, text, onOpen, removal, onRemove }: FactProps) {
  return (
    <li className="inline-flex max-w-full items-center rounded-full bg-sunken text-xs text-muted">
      <button
        type="button"
        disabled={onOpen === undefined}
        onClick={onOpen}
        className="inline-flex min-h-7 min-w-0 items-center gap-1.5 ps-2.5 pointer-coarse:min-h-9 enabled:hover:text-ink"
      >
        <Icon aria-hidden size={13} strokeWidth={1.75} className="shrink-0" />
        <bdi className="truncate">{text}</bdi>
      </button>
      <button
        type="button"
        aria-label={removal}
        title={removal}
        onClick={onRemove}
        className="grid size-7 shrink-0 place-items-center rounded-full hover:text-ink pointer-coarse:size-9"
      >
        <X aria-hidden size={13} strokeWidth={1.75} />
      </button>
    </li>
  );
}

interface DraftFactsProps {
  readonly box: DraftBox;
  readonly isNew: boolean;
  readonly onPlace: () => void;
  readonly onTimes: () => void;
}

export function DraftFacts({ box, isNew, onPlace, onTimes }: DraftFactsProps) {
  const t = useT();
  const { place, created, references, text } = useDraft(box);
  const isDated = isNew ? created !== null : created !== box.start().created;
  const shown = references.filter(({ name, isInText }) => !isInText || text.includes(name));
  if (place === null && !isDated && shown.length === 0) return null;
  return (
    <ul aria-label={t("editor.facts")} className="flex flex-wrap gap-1.5 px-4 pb-2">
      {place !== null && (
        <Fact
          icon={MapPin}
          text={place.placeholder === "" ? `${place.latitude}, ${place.longitude}` : place.placeholder}
          onOpen={onPlace}
          removal={t("editor.removePlace")}
          onRemove={() => box.change({ place: null })}
        />
      )}
      {isDated && created !== null && (
        <Fact
          icon={Clock}
          text={completeTime(new Date(created))}
          onOpen={onTimes}
          removal={t("editor.removeTime")}
          onRemove={() => box.change({ created: box.start().created })}
        />
      )}
      {shown.map(({ name, title }) => (
        <Fact
          key={name}
          icon={Link2}
          text={title}
          removal={t("editor.removeReference", { title })}
          onRemove={() => box.change({ references: references.filter((each) => each.name !== name) })}
        />
      ))}
    </ul>
  );
}
