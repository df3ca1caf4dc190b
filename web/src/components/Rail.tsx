/** The slim column of places on wide screens, the bar at the foot on phones. */
import { useQuery } from "@tanstack/react-query";
import { CircleUserRound, type LucideIcon, Plus } from "lucide-react";
import { cloneElement, lazy, type ReactNode, useState } from "react";
import { NavLink } from "react-router";

import { ownOverview } from "../api/overview";
import { useT } from "../i18n";
import { formatNumber } from "../i18n/formats";
import { cx } from "../lib/cx";
import { pressOf } from "../lib/keys";
import { paths } from "../paths";
import { Lazily } from "../ui/Lazily";
import { LiveStatus } from "./LiveStatus";
import { Mark } from "./Mark";
import { explore, inbox, notes, type Place, places } from "./places";

const AccountMenu = lazy(async () => ({ default: (await import("./AccountMenu")).AccountMenu }));

interface RailProps {
  readonly onWrite: () => void;
  readonly onHelp: () => void;
  readonly onPalette: () => void;
}

const cell =
  "relative flex w-16 min-w-0 flex-col items-center justify-center gap-0.5 rounded-lg px-0.5 py-1 text-[0.6875rem] leading-4 transition-colors min-h-12";
const quiet = "text-muted hover:bg-sunken hover:text-ink";

interface CellProps {
  readonly icon: LucideIcon;
  readonly mark?: ReactNode;
  readonly children: ReactNode;
}

function Cell({ icon: Icon, mark, children }: CellProps) {
  return (
    <>
      <Icon aria-hidden size={20} strokeWidth={1.75} />
      <span className="max-w-full truncate">{children}</span>
      {mark}
    </>
  );
}

function PlaceLink({ to, label, icon, act, children }: Place & { readonly children?: ReactNode }) {
  const t = useT();
  return (
    <NavLink
      end
      to={to}
      title={act === undefined ? t(label) : t("common.withKey", { label: t(label), key: pressOf(act) })}
      className={({ isActive }) => cx(cell, isActive ? "bg-accent-soft font-medium text-accent" : quiet)}
    >
      <Cell icon={icon} mark={children}>
        {t(label)}
      </Cell>
    </NavLink>
  );
}

/** Says how many notifications are unread. */
function InboxLink() {
  const { data: count = 0 } = useQuery({ ...ownOverview, select: ({ unreadNotificationCount }) => unreadNotificationCount });
  return (
    <PlaceLink {...inbox}>
      {count > 0 && (
        <b className="absolute start-1/2 top-0.5 ms-1 min-w-4 rounded-full bg-accent px-1 text-center text-[0.625rem] leading-4 font-semibold text-on-accent">
          {count > 99 ? "99+" : formatNumber(count)}
        </b>
      )}
    </PlaceLink>
  );
}

function Me({ side, ...rest }: Pick<RailProps, "onHelp" | "onPalette"> & { readonly side: "top" | "right" }) {
  const t = useT();
  // Whoever is quicker than the menu gets it once it is there.
  const [isWanted, setWanted] = useState(false);
  const button = (
    <button type="button" className={cx(cell, quiet)}>
      <Cell icon={CircleUserRound}>{t("shell.me")}</Cell>
    </button>
  );
  return (
    <Lazily key={String(isWanted)} fallback={cloneElement(button, { onClick: () => setWanted(true) })}>
      <AccountMenu side={side} trigger={button} startsOpen={isWanted} {...rest} />
    </Lazily>
  );
}

export function Rail({ onWrite, ...rest }: RailProps) {
  const t = useT();
  return (
    <nav
      aria-label={t("shell.places")}
      className="sticky top-0 flex h-dvh w-20 shrink-0 flex-col items-center gap-1 overflow-y-auto border-e border-line py-4"
    >
      <NavLink to={paths.notes()} aria-label={t("shell.home")} className="mb-2 shrink-0">
        <Mark size={36} />
      </NavLink>
      <button
        type="button"
        onClick={onWrite}
        title={t("common.withKey", { label: t("shell.write"), key: pressOf("write") })}
        className={cx(cell, "mb-1 bg-accent text-on-accent hover:bg-accent-strong")}
      >
        <Cell icon={Plus}>{t("shell.write")}</Cell>
      </button>
      {places.map((place) => (place === inbox ? <InboxLink key={place.to} /> : <PlaceLink key={place.to} {...place} />))}
      <span className="flex-1" />
      <LiveStatus />
      <Me side="right" {...rest} />
    </nav>
  );
}

export function BottomBar({ onWrite, ...rest }: RailProps) {
  const t = useT();
  return (
    <nav
      aria-label={t("shell.places")}
      className="fixed inset-x-0 bottom-0 z-20 flex items-center justify-around border-t border-line bg-surface px-2 pt-1.5 pb-[max(0.375rem,env(safe-area-inset-bottom))]"
    >
      <PlaceLink {...notes} />
      <PlaceLink {...explore} />
      <button
        type="button"
        aria-label={t("shell.write")}
        onClick={onWrite}
        className="grid size-13 shrink-0 place-items-center rounded-2xl bg-accent text-on-accent active:bg-accent-strong"
      >
        <Plus aria-hidden size={26} strokeWidth={2} />
      </button>
      <InboxLink />
      <Me side="top" {...rest} />
    </nav>
  );
}
