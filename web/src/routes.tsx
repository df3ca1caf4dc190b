/** The whole table of pages, and who may reach them. */
import { type ComponentType, lazy, Suspense } from "react";
import { Navigate, Route, Routes } from "react-router";

import { Admins, AtTheDoor, OpenToGuests, SignedIn } from "./components/guards";
import { Waiting } from "./components/Waiting";
import { useScrollMemory } from "./hooks/useScrollMemory";
import { loadRest } from "./i18n";
import { NotesPage } from "./pages/NotesPage";
import { oldRoutes, routes } from "./paths";

type Module = Readonly<Record<string, ComponentType>>;
const files = import.meta.glob<Module>(["./pages/*Page.tsx", "!./pages/NotesPage.tsx"]);

/** A page of its own chunk, `pages/{name}.tsx`; it waits for its words too. */
function page(name: string, exported = name) {
  return lazy(async () => {
    const load = files[`./pages/${name}.tsx`] ?? files["./pages/NotFoundPage.tsx"];
    const [module] = await Promise.all([load?.(), loadRest()]);
    const component = module?.[exported] ?? module?.["NotFoundPage"];
    if (component === undefined) throw new Error(`there is no page ${exported}`);
    return { default: component };
  });
}

const AboutPage = page("AboutPage");
const ArchivePage = page("ArchivePage");
const AttachmentsPage = page("AttachmentsPage");
const CallbackPage = page("CallbackPage");
const ExplorePage = page("ExplorePage");
const ForbiddenPage = page("ForbiddenPage");
const InboxPage = page("InboxPage");
const MemoPage = page("MemoPage");
const NotFoundPage = page("NotFoundPage");
const OperationsPage = page("OperationsPage");
const SettingsPage = page("SettingsPage");
const SetUpPage = page("DoorPage", "SetUpPage");
const SharePage = page("SharePage");
const ShortcutsPage = page("ShortcutsPage");
const SignInPage = page("DoorPage", "SignInPage");
const SignUpPage = page("DoorPage", "SignUpPage");
const StatisticsPage = page("StatisticsPage");
const TrashPage = page("TrashPage");
const UserPage = page("UserPage");

export function Pages() {
  useScrollMemory();
  return (
    <Suspense fallback={<Waiting />}>
      <Routes>
        <Route element={<SignedIn />}>
          <Route path={routes.notes} element={<NotesPage />} />
          <Route path={routes.archive} element={<ArchivePage />} />
          <Route path={routes.trash} element={<TrashPage />} />
          <Route path={routes.shortcuts} element={<ShortcutsPage />} />
          <Route path={routes.attachments} element={<AttachmentsPage />} />
          <Route path={routes.inbox} element={<InboxPage />} />
          <Route path={routes.statistics} element={<StatisticsPage />} />
          <Route path={routes.settings} element={<SettingsPage />} />
          <Route element={<Admins />}>
            <Route path={routes.operations} element={<OperationsPage />} />
          </Route>
        </Route>
        <Route element={<OpenToGuests />}>
          <Route path={routes.explore} element={<ExplorePage />} />
          <Route path={routes.user} element={<UserPage />} />
          <Route path={routes.memo} element={<MemoPage />} />
        </Route>
        <Route element={<OpenToGuests always />}>
          <Route path={routes.share} element={<SharePage />} />
          <Route path={routes.about} element={<AboutPage />} />
          <Route path={routes.forbidden} element={<ForbiddenPage />} />
          <Route path="*" element={<NotFoundPage />} />
        </Route>
        <Route path={routes.callback} element={<CallbackPage />} />
        <Route element={<AtTheDoor toSetUp />}>
          <Route path={routes.setUp} element={<SetUpPage />} />
        </Route>
        <Route element={<AtTheDoor />}>
          <Route path={routes.signIn} element={<SignInPage />} />
          <Route path={routes.signUp} element={<SignUpPage />} />
        </Route>
        {Object.entries(oldRoutes).map(([old, now]) => (
          <Route key={old} path={old} element={<Navigate replace to={now} />} />
        ))}
      </Routes>
    </Suspense>
  );
}
