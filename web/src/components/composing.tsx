/** Writing a new note, shared by the composer in the page and the sheet of a phone. */
import { create } from "@bufbuild/protobuf";
import { timestampNow } from "@bufbuild/protobuf/wkt";
import { createContext, type ReactNode, use, useMemo, useState } from "react";

import { type Explained, explain } from "../api/errors";
import { createMemo, hide, settle, show } from "../api/memos";
import { State } from "../gen/memos/api/v1/common_pb";
import { type Memo, MemoSchema } from "../gen/memos/api/v1/memo_service_pb";
import { useUser } from "../hooks/useUser";
import { tagsOf } from "../markdown/parse";
import { type DraftBox, draftBox } from "../stores/draftBox";
import { type Draft, emptyDraft, isBlank } from "../stores/drafts";

interface Composing {
  readonly box: DraftBox;
  readonly failure: Explained | null;
  /** Save what is written; resolves with the memo, or null when the text came back. */
  readonly save: () => Promise<Memo | null>;
}

const Context = createContext<Composing | null>(null);

export function useComposing(): Composing {
  const composing = use(Context);
  if (composing === null) throw new Error("there is no composer around");
  return composing;
}

/** What the memo will look like, to be shown until the server has answered. */
function expected(draft: Draft, creator: string): Memo {
  return create(MemoSchema, {
    name: `memos/${draft.uid}`,
    state: State.NORMAL,
    creator,
    createTime: timestampNow(),
    updateTime: timestampNow(),
    content: draft.text,
    visibility: draft.visibility,
    tags: tagsOf(draft.text),
  });
}

async function send(box: DraftBox, draft: Draft, creator: string): Promise<Memo> {
  const shown = expected(draft, creator);
  show(shown);
  try {
    const memo = await createMemo(draft);
    if (memo.name !== shown.name) hide(shown.name);
    show(memo);
    await box.sent();
    return memo;
  } catch (error) {
    hide(shown.name);
    await box.giveBack(draft);
    throw error;
  } finally {
    settle();
  }
}

export function ComposingProvider({ children }: { readonly children: ReactNode }) {
  const { name } = useUser();
  const [failure, setFailure] = useState<Explained | null>(null);
  const composing = useMemo(() => {
    const box = draftBox(`draft:${name}`, emptyDraft);
    const save = async (): Promise<Memo | null> => {
      if (isBlank(box.current())) return null;
      setFailure(null);
      try {
        return await send(box, await box.take(), name);
      } catch (error) {
        setFailure(explain(error));
        return null;
      }
    };
    return { box, save };
  }, [name]);
  const value = useMemo(() => ({ ...composing, failure }), [composing, failure]);
  return <Context value={value}>{children}</Context>;
}
