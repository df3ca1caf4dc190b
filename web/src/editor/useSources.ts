/** What the editor completes from: the user's tags and notes, people, and what can be put in. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { RefObject } from "react";

import { ownOverview } from "../api/overview";
import { useUser } from "../hooks/useUser";
import { useT } from "../i18n";
import type { DraftBox } from "../stores/draftBox";
import { noteLink } from "./addresses";
import type { CompletionSources, NoteFound } from "./completion";
import type { EditorHandle } from "./handle";
import type { Insertions } from "./InsertMenu";
import { rememberTag } from "./recentTags";

const api = () => import("../api/completions");
const remembered = 60_000;

export function useSources(box: DraftBox, editor: RefObject<EditorHandle | null>, insertions: Insertions): CompletionSources {
  const t = useT();
  const { data } = useQuery(ownOverview);
  const { name: user } = useUser();
  const cache = useQueryClient();
  const format = (wanted: Parameters<EditorHandle["format"]>[0]) => () => editor.current?.format(wanted);
  const refer = ({ name, title }: NoteFound): string => {
    const others = box.current().references.filter((each) => each.name !== name);
    box.change({ references: [...others, { name, title, isInText: true }] });
    return noteLink(title, name);
  };
  return {
    tags: () => data?.tags.map(({ tag, memoCount }) => ({ tag, count: memoCount })) ?? [],
    people: (typed, signal) =>
      cache.fetchQuery({
        queryKey: ["complete", "people", typed.toLowerCase()],
        queryFn: async () => (await api()).findPeople(typed, signal),
        staleTime: remembered,
        retry: false,
      }),
    notes: async (typed, signal) => (await api()).findNotes(typed, user, signal),
    slash: () => [
      { id: "task", label: t("editor.tasks"), words: "task todo", run: format("tasks") },
      { id: "table", label: t("editor.table"), words: "table", run: format("table") },
      { id: "code", label: t("editor.codeBlock"), words: "code", run: format("codeBlock") },
      { id: "date", label: t("editor.date"), words: "date today", run: insertions.date },
      { id: "h1", label: t("editor.h1"), words: "heading h1", run: format("h1") },
      { id: "h2", label: t("editor.h2"), words: "heading h2", run: format("h2") },
      { id: "quote", label: t("editor.quote"), words: "quote", run: format("quote") },
      { id: "attach", label: t("editor.attach"), words: "attachment file", run: insertions.attach },
      { id: "picture", label: t("editor.picture"), words: "picture image photo", run: insertions.picture },
      { id: "record", label: t("editor.record"), words: "recording voice audio", run: insertions.record },
      { id: "place", label: t("editor.place"), words: "location place", run: insertions.place },
      { id: "note", label: t("editor.note"), words: "link note", run: insertions.note },
    ],
    onNote: refer,
    onTag: rememberTag,
  };
}
