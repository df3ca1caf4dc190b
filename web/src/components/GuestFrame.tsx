/** The frame around pages for visitors: where they are, what there is to read, and the door. */
import { Compass, LogIn } from "lucide-react";
import { NavLink, Outlet, useLocation } from "react-router";

import { useT } from "../i18n";
import { paths } from "../paths";
import { Mark } from "./Mark";
import { SkipLink, contentId } from "./SkipLink";
import { SnackbarView } from "./SnackbarView";

const link =
  "inline-flex min-h-10 items-center gap-1.5 rounded-lg px-3 text-sm text-muted hover:bg-sunken hover:text-ink pointer-coarse:min-h-11";

export function GuestFrame() {
  const t = useT();
  const { pathname, search } = useLocation();
  return (
    <>
      <SkipLink />
      <header className="sticky top-0 z-10 border-b border-line bg-surface pt-[env(safe-area-inset-top)]">
        <nav aria-label={t("shell.places")} className="mx-auto flex max-w-184 items-center gap-1 px-3 py-2 sm:px-6">
          <NavLink to={paths.explore()} aria-label={t("shell.home")} className="me-auto">
            <Mark size={32} />
          </NavLink>
          <NavLink to={paths.explore()} className={link}>
            <Compass aria-hidden size={18} strokeWidth={1.75} />
            {t("shell.explore")}
          </NavLink>
          <NavLink to={paths.signIn(`${pathname}${search}`)} className={link}>
            <LogIn aria-hidden size={18} strokeWidth={1.75} />
            {t("shell.signIn")}
          </NavLink>
        </nav>
      </header>
      <main id={contentId} tabIndex={-1} className="mx-auto w-full max-w-184 px-3 pt-4 pb-24 outline-none sm:px-6 md:pt-6">
        <Outlet />
      </main>
      <SnackbarView />
    </>
  );
}
