/** What the keys and the palette can do from anywhere. */
import { useNavigate } from "react-router";

import { composerId, toWrite } from "../components/composerPlace";
import { step } from "../components/stepping";
import type { Act } from "../lib/keys";
import { paths } from "../paths";
import { currentMemo } from "../stores/current";
import { toggleSelected } from "../stores/selection";
import { currentSnack, takeOffer } from "../stores/snackbar";
import { useKeys } from "./useKeys";

/** Fetched at once, but behind the first notes; without it keys that come too early are lost. */
const ahead = import("../stores/typeAhead").catch(() => null);

export interface Openings {
  readonly writeOnPhone: () => void;
  readonly help: () => void;
  readonly palette: () => void;
  readonly search: () => void;
}

export interface Commands {
  readonly write: () => void;
  /** Does an act; says whether there was anything to do. */
  readonly run: (act: Act) => boolean;
}

/** Enter on a link or a button means that link or button. */
function isOnControl(): boolean {
  return document.activeElement?.matches("a, button, summary") === true;
}

export function useCommands(isPhone: boolean, open: Openings): Commands {
  const navigate = useNavigate();
  const write = (): void => {
    const area = document.querySelector<HTMLElement>(`#${composerId} :is(textarea, [contenteditable="true"])`);
    if (area !== null && !isPhone) return area.focus();
    void ahead.then((found) => found?.typeAhead());
    if (isPhone) return open.writeOnPhone();
    return void navigate(paths.notes(), { state: toWrite });
  };
  const acts: Partial<Record<Act, () => unknown>> = {
    write,
    search: open.search,
    next: () => step(1),
    previous: () => step(-1),
    select: () => {
      const name = currentMemo()?.name;
      if (name !== undefined) toggleSelected(name);
    },
    help: open.help,
    palette: open.palette,
    "go-notes": () => navigate(paths.notes()),
    "go-explore": () => navigate(paths.explore()),
    "go-attachments": () => navigate(paths.attachments()),
    "go-inbox": () => navigate(paths.inbox()),
    "go-settings": () => navigate(paths.settings()),
    "go-archive": () => navigate(paths.archive()),
    "go-trash": () => navigate(paths.trash()),
  };
  const run = (act: Act): boolean => {
    if (act === "undo") return currentSnack()?.offer?.isUndo === true && (takeOffer(), true);
    const own = acts[act];
    if (own !== undefined) own();
    else if (currentMemo() === null) return false;
    else currentMemo()?.act(act);
    return true;
  };
  useKeys((act) => (act in acts || act === "undo" || !isOnControl() ? run(act) : false));
  return { write, run };
}
