/** Starts the page. */
import { QueryClientProvider } from "@tanstack/react-query";
import { startTransition, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";

import { currentUser } from "./api/account";
import { cache } from "./api/cache";
import { session } from "./api/client";
import { Faults } from "./components/Faults";
import { loadRest, startSpeaking, t } from "./i18n";
import { whenIdle } from "./lib/idle";
import { basePath } from "./paths";
import { Pages } from "./routes";
import { flushDrafts } from "./stores/draftBox";
import { currentSnack, say } from "./stores/snackbar";
import { loadDialog } from "./ui/Dialog";
import { missing } from "./ui/Lazily";
import { loadMenu } from "./ui/Menu";
import "./styles.css";

/** The last moment to put on disk what was typed less than 300 ms ago. */
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") void flushDrafts();
});
window.addEventListener("pagehide", () => void flushDrafts());

// The guards lead to the door; the drafts stay on disk for whoever typed them.
session.onEnd(() => {
  void flushDrafts();
  cache.setQueryData(currentUser.queryKey, null);
});

/** What is there goes on; the rest comes with a page that is loaded anew. */
addEventListener(missing, () => {
  // What is offered already is worth more.
  if (currentSnack() !== null) return;
  say(t("shell.partMissing"), { lasts: true, offer: { label: t("common.tryAgain"), act: () => location.reload() } });
});

await startSpeaking();

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
const reactRoot = createRoot(root);
// A transition gives the thread back between its parts; the first drawing is a long one.
startTransition(() =>
  reactRoot.render(
    <StrictMode>
      <Faults>
        <QueryClientProvider client={cache}>
          <BrowserRouter basename={basePath === "" ? "/" : basePath}>
            <Pages />
          </BrowserRouter>
        </QueryClientProvider>
      </Faults>
    </StrictMode>,
  ),
);

// Menus, dialogs and the rest of the words are fetched once there is nothing better to do.
whenIdle(() => {
  Promise.all([loadMenu(), loadDialog(), loadRest()]).catch(() => dispatchEvent(new Event(missing)));
});
whenIdle(() => {
  if (!import.meta.env.PROD) return;
  void import("./install/worker").then(({ registerWorker }) => registerWorker());
  void import("./install/version").then(({ watchVersion }) => watchVersion());
});
