/** The frame around every page of a signed-in user: places, finding, writing, keys. */
import { Tags } from "lucide-react";
import { useEffect, useState } from "react";
import { Outlet, useNavigate } from "react-router";

import { useKeys } from "../hooks/useKeys";
import { phone, useMedia, wide } from "../hooks/useMedia";
import { takeBack } from "../hooks/useMemoActions";
import type { Act } from "../lib/keys";
import { paths } from "../paths";
import { currentMemo } from "../stores/current";
import { currentSnack, rememberDeletion, rememberedDeletion, say, takeOffer } from "../stores/snackbar";
import { Dialog } from "../ui/Dialog";
import { IconButton } from "../ui/IconButton";
import { composerId, toWrite } from "./Composer";
import { ComposerSheet } from "./ComposerSheet";
import { ComposingProvider } from "./composing";
import { KeyHelp } from "./KeyHelp";
import { BottomBar, Rail } from "./Rail";
import { SearchBox, searchId } from "./SearchBox";
import { SnackbarView } from "./SnackbarView";
import { step } from "./stepping";
import { TagList } from "./TagList";

/** A reload takes no undo away. */
function offerRememberedUndo(): void {
  const name = rememberedDeletion();
  if (name === null) return;
  say("Note deleted.", { offer: { label: "Undo", act: () => takeBack(name) } });
  rememberDeletion(name);
}

export function Shell() {
  const isPhone = useMedia(phone);
  const isWide = useMedia(wide);
  const navigate = useNavigate();
  const [isWriting, setWriting] = useState(false);
  const [showsHelp, setShowsHelp] = useState(false);
  const [showsTags, setShowsTags] = useState(false);

  useEffect(offerRememberedUndo, []);

  const write = (): void => {
    const area = document.querySelector<HTMLTextAreaElement>(`#${composerId} textarea`);
    if (isPhone) setWriting(true);
    else if (area !== null) area.focus();
    else void navigate(paths.notes(), { state: toWrite });
  };
  const acts: Partial<Record<Act, () => unknown>> = {
    write,
    search: () => document.getElementById(searchId)?.focus(),
    next: () => step(1),
    previous: () => step(-1),
    help: () => setShowsHelp(true),
    "go-notes": () => navigate(paths.notes()),
    "go-archive": () => navigate(paths.archive()),
    "go-trash": () => navigate(paths.trash()),
  };
  useKeys((act) => {
    if (act === "undo") return currentSnack()?.offer?.label === "Undo" && (takeOffer(), true);
    const own = acts[act];
    if (own !== undefined) own();
    else if (isOnControl() || currentMemo() === null) return false;
    else currentMemo()?.act(act);
    return true;
  });

  const help = () => setShowsHelp(true);
  return (
    <ComposingProvider>
      <div className="mx-auto flex min-h-dvh max-w-352">
        {!isPhone && <Rail onWrite={write} onHelp={help} />}
        {isWide && (
          <aside className="sticky top-0 h-dvh w-72 shrink-0 space-y-5 overflow-y-auto border-r border-line p-4">
            <SearchBox />
            <TagList />
          </aside>
        )}
        <div className="min-w-0 flex-1">
          {!isWide && (
            <div className="sticky top-0 z-10 flex items-center gap-1 border-b border-line bg-surface px-3 py-2 pt-[max(0.5rem,env(safe-area-inset-top))] md:px-6">
              <SearchBox />
              <IconButton icon={Tags} label="Tags" onClick={() => setShowsTags(true)} />
            </div>
          )}
          <main className="mx-auto w-full max-w-184 px-3 pt-3 pb-32 sm:px-6 md:pt-6 lg:pt-8">
            <Outlet />
          </main>
        </div>
      </div>
      {isPhone && <BottomBar onWrite={write} onHelp={help} />}
      <ComposerSheet open={isPhone && isWriting} onClose={() => setWriting(false)} onFailure={() => setWriting(true)} />
      <Dialog open={!isWide && showsTags} onClose={() => setShowsTags(false)} title="Tags" shape="drawer" bare>
        <TagList onFollow={() => setShowsTags(false)} />
      </Dialog>
      <KeyHelp open={showsHelp} onClose={() => setShowsHelp(false)} />
      <SnackbarView />
    </ComposingProvider>
  );
}

/** Enter on a link or a button means that link or button. */
function isOnControl(): boolean {
  return document.activeElement?.matches("a, button, summary") === true;
}
