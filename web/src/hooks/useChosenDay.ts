/** While the calendar shows one day, a new note is one of that day. */
import { useEffect } from "react";
import { useLocation } from "react-router";

import { onDay } from "../editor/localTime";
import { chosenDays } from "../lib/days";
import { dayOf } from "../lib/month";
import { routes } from "../paths";
import type { DraftBox } from "../stores/draftBox";
import { isBlank } from "../stores/drafts";
import { useDraft } from "./useDraft";
import { useSearch } from "./useSearch";
import { useToday } from "./useToday";

/** The times that drafts were given here: one that is not among them was chosen by hand. */
const given = new WeakMap<DraftBox, number | null>();

export function useChosenDay(box: DraftBox, isWanted: boolean): void {
  const { uid } = useDraft(box);
  const { pathname } = useLocation();
  const days = chosenDays(useSearch());
  const today = dayOf(useToday());
  const isOne = isWanted && pathname === routes.notes && days !== null && days.first === days.last && days.first !== today;
  const day = isOne ? days.first : null;
  // The draft is outside of React. What is begun keeps its time, and a time that was chosen or removed by hand
  // stays so until the next note.
  useEffect(() => {
    const draft = box.current();
    const { created } = draft;
    if (draft.uid !== uid || !isBlank(draft) || (created !== null && created !== given.get(box))) return;
    const wanted = day === null ? null : onDay(day, new Date());
    given.set(box, wanted);
    if (wanted !== created) box.change({ created: wanted });
  }, [box, day, uid]);
}
