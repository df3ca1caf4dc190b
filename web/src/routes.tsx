/** The whole table of pages, and who may reach them. */
import { lazy, Suspense } from "react";
import { Route, Routes } from "react-router";

import { AtTheDoor, SignedIn } from "./components/guards";
import { Waiting } from "./components/Waiting";
import { useScrollMemory } from "./hooks/useScrollMemory";
import { NotesPage } from "./pages/NotesPage";
import { routes } from "./paths";

const doors = () => import("./pages/DoorPage");
const SetUpPage = lazy(async () => ({ default: (await doors()).SetUpPage }));
const SignInPage = lazy(async () => ({ default: (await doors()).SignInPage }));
const SignUpPage = lazy(async () => ({ default: (await doors()).SignUpPage }));
const ArchivePage = lazy(async () => ({ default: (await import("./pages/ArchivePage")).ArchivePage }));
const TrashPage = lazy(async () => ({ default: (await import("./pages/TrashPage")).TrashPage }));
const MemoPage = lazy(async () => ({ default: (await import("./pages/MemoPage")).MemoPage }));
const NotFoundPage = lazy(async () => ({ default: (await import("./pages/NotFoundPage")).NotFoundPage }));

export function Pages() {
  useScrollMemory();
  return (
    <Suspense fallback={<Waiting />}>
      <Routes>
        <Route element={<SignedIn />}>
          <Route path={routes.notes} element={<NotesPage />} />
          <Route path={routes.archive} element={<ArchivePage />} />
          <Route path={routes.trash} element={<TrashPage />} />
          <Route path={routes.memo} element={<MemoPage />} />
          <Route path="*" element={<NotFoundPage />} />
        </Route>
        <Route element={<AtTheDoor toSetUp />}>
          <Route path={routes.setUp} element={<SetUpPage />} />
        </Route>
        <Route element={<AtTheDoor />}>
          <Route path={routes.signIn} element={<SignInPage />} />
          <Route path={routes.signUp} element={<SignUpPage />} />
        </Route>
      </Routes>
    </Suspense>
  );
}
