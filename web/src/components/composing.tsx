/** Writing a new note, shared by the composer in the page and the sheet of a phone. */
import { createContext, type ReactNode, use, useMemo, useState } from "react";

import { type Explained, explain } from "../api/errors";
import type { Memo } from "../gen/memos/api/v1/memo_service_pb";
import { useUser } from "../hooks/useUser";
import { type DraftBox, draftBox } from "../stores/draftBox";
import { emptyDraft, isBlank } from "../stores/drafts";

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

export function ComposingProvider({ children }: { readonly children: ReactNode }) {
  const { name } = useUser();
  const [failure, setFailure] = useState<Explained | null>(null);
  const composing = useMemo(() => {
    const box = draftBox(`draft:${name}`, emptyDraft);
    const save = async (): Promise<Memo | null> => {
      if (isBlank(box.current())) return null;
      setFailure(null);
      try {
        const draft = await box.take();
        const { send } = await import("./sending").catch(async (error: unknown) => {
          await box.giveBack(draft);
          throw error;
        });
        return await send(box, draft, name);
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
