/** The frame around every page of a signed-in user: places, finding, writing, keys. */
import { PanelLeft } from "lucide-react";
import { lazy, useEffect, useState } from "react";
import { Outlet } from "react-router";

import { useArrival } from "../hooks/useArrival";
import { useCommands } from "../hooks/useCommands";
import { useLive } from "../hooks/useLive";
import { useLookOfUser } from "../hooks/useLook";
import { phone, useMedia, wide } from "../hooks/useMedia";
import { takeBack } from "../hooks/useMemoActions";
import { useSelection } from "../hooks/useSelection";
import { useUser } from "../hooks/useUser";
import { t, useT } from "../i18n";
import { lasting } from "../lib/storage";
import { rememberDeletion, rememberedDeletion, say } from "../stores/snackbar";
import { Dialog } from "../ui/Dialog";
import { IconButton } from "../ui/IconButton";
import { Lazily } from "../ui/Lazily";
import { ComposingProvider } from "./composing";
import { LaterSearchBox, LaterSidebar, LaterSide, searchId, sidebarWidth } from "./Finding";
import { LiveStatus } from "./LiveStatus";
import { BottomBar, Rail } from "./Rail";
import { PanelContext } from "./RightPanel";
import { contentId, SkipLink } from "./SkipLink";

const ComposerSheet = lazy(async () => ({ default: (await import("./ComposerSheet")).ComposerSheet }));
const SelectionBar = lazy(async () => ({ default: (await import("./SelectionBar")).SelectionBar }));
const SnackbarView = lazy(async () => ({ default: (await import("./SnackbarView")).SnackbarView }));
const KeyHelp = lazy(async () => ({ default: (await import("./KeyHelp")).KeyHelp }));
const Palette = lazy(async () => ({ default: (await import("./Palette")).Palette }));

/** A reload takes no undo away. */
function offerRememberedUndo(): void {
  const name = rememberedDeletion();
  if (name === null) return;
  say(t("memo.deleted"), { offer: { label: t("common.undo"), isUndo: true, act: () => takeBack(name) } });
  rememberDeletion(name);
}

/** Inside of the provider of what is written. */
function Arrival({ onWrite }: { readonly onWrite: () => void }) {
  useArrival(onWrite);
  return null;
}

type Overlay = "writing" | "help" | "palette" | "side" | null;

export function Shell() {
  const t = useT();
  const isPhone = useMedia(phone);
  const isWide = useMedia(wide);
  const [overlay, setOverlay] = useState<Overlay>(null);
  const [panel, setPanel] = useState<HTMLElement | null>(null);
  const isSelecting = useSelection().isOpen;
  const close = (): void => setOverlay(null);
  const { write, run } = useCommands(isPhone, {
    writeOnPhone: () => setOverlay("writing"),
    help: () => setOverlay("help"),
    palette: () => setOverlay("palette"),
    search: () => document.getElementById(searchId)?.focus(),
  });
  const bar = { onWrite: write, onHelp: () => setOverlay("help"), onPalette: () => setOverlay("palette") };
  useLookOfUser(useUser().name);
  useLive();
  useEffect(offerRememberedUndo, []);

  return (
    <ComposingProvider>
      <Arrival onWrite={write} />
      <SkipLink />
      <div className="mx-auto flex min-h-dvh max-w-408">
        {!isPhone && <Rail {...bar} />}
        {isWide && (
          <aside
            aria-label={t("shell.searchAndTags")}
            className="sticky top-0 h-dvh max-w-112 min-w-56 shrink-0 border-e border-line"
            style={{ inlineSize: lasting.read(sidebarWidth) ?? "18rem" }}
          >
            <LaterSidebar />
          </aside>
        )}
        <div className="min-w-0 flex-1">
          {!isWide && (
            <div className="sticky top-0 z-10 flex items-center gap-1 border-b border-line bg-surface px-3 py-2 pt-[max(0.5rem,env(safe-area-inset-top))] md:px-6">
              <LaterSearchBox />
              {isPhone && <LiveStatus />}
              <IconButton icon={PanelLeft} label={t("tags.title")} onClick={() => setOverlay("side")} className="rtl:-scale-x-100" />
            </div>
          )}
          <main
            id={contentId}
            tabIndex={-1}
            className="mx-auto w-full max-w-184 has-data-[layout=masonry]:max-w-none has-data-[layout=three]:max-w-none has-data-[layout=two]:max-w-none px-3 pt-3 pb-32 outline-none sm:px-6 md:pt-6 lg:pt-8"
          >
            <PanelContext value={isWide ? panel : null}>
              <Outlet />
            </PanelContext>
          </main>
        </div>
        {isWide && (
          <aside
            ref={setPanel}
            aria-label={t("shell.panel")}
            className="sticky top-0 h-dvh w-72 shrink-0 overflow-y-auto border-s border-line p-4 empty:hidden"
          />
        )}
      </div>
      {isPhone && <BottomBar {...bar} />}
      <Dialog open={!isWide && overlay === "side"} onClose={close} title={t("tags.title")} shape="drawer" bare>
        <LaterSide onFollow={close} />
      </Dialog>
      {isPhone && (
        <Lazily>
          <ComposerSheet open={overlay === "writing"} onClose={close} onFailure={() => setOverlay("writing")} />
        </Lazily>
      )}
      {isSelecting && (
        <Lazily>
          <SelectionBar />
        </Lazily>
      )}
      {overlay === "help" && (
        <Lazily onMissing={close}>
          <KeyHelp open onClose={close} />
        </Lazily>
      )}
      {overlay === "palette" && (
        <Lazily onMissing={close}>
          <Palette onClose={close} onRun={run} />
        </Lazily>
      )}
      <Lazily>
        <SnackbarView />
      </Lazily>
    </ComposingProvider>
  );
}
