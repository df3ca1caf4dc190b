/** The slim column of places on wide screens, the bar at the foot on phones. */
import { CircleUserRound, type LucideIcon, Plus } from "lucide-react";
import type { ReactNode } from "react";
import { NavLink } from "react-router";

import { cx } from "../lib/cx";
import { pressOf } from "../lib/keys";
import { paths } from "../paths";
import { AccountMenu } from "./AccountMenu";
import { Mark } from "./Mark";
import { type Place, places } from "./places";

interface RailProps {
  readonly onWrite: () => void;
  readonly onHelp: () => void;
}

const cell =
  "flex w-14 flex-col items-center justify-center gap-0.5 rounded-lg py-1.5 text-[0.6875rem] leading-4 transition-colors min-h-12";

function Cell({ icon: Icon, children }: { readonly icon: LucideIcon; readonly children: ReactNode }) {
  return (
    <>
      <Icon aria-hidden size={20} strokeWidth={1.75} />
      {children}
    </>
  );
}

function PlaceLink({ to, label, icon, act }: Place) {
  return (
    <NavLink
      end
      to={to}
      title={`${label}  (${pressOf(act)})`}
      className={({ isActive }) =>
        cx(cell, isActive ? "bg-accent-soft font-medium text-accent" : "text-muted hover:bg-sunken hover:text-ink")
      }
    >
      <Cell icon={icon}>{label}</Cell>
    </NavLink>
  );
}

function Me({ onHelp, side }: { readonly onHelp: () => void; readonly side: "top" | "right" }) {
  return (
    <AccountMenu
      side={side}
      onHelp={onHelp}
      trigger={
        <button type="button" className={cx(cell, "text-muted hover:bg-sunken hover:text-ink")}>
          <Cell icon={CircleUserRound}>Me</Cell>
        </button>
      }
    />
  );
}

export function Rail({ onWrite, onHelp }: RailProps) {
  return (
    <nav
      aria-label="Places"
      className="sticky top-0 flex h-dvh w-18 shrink-0 flex-col items-center gap-1 border-r border-line py-4"
    >
      <NavLink to={paths.notes()} aria-label="Memos" className="mb-3">
        <Mark size={36} />
      </NavLink>
      <button
        type="button"
        onClick={onWrite}
        title={`Write  (${pressOf("write")})`}
        className={cx(cell, "mb-1 bg-accent text-on-accent hover:bg-accent-strong")}
      >
        <Cell icon={Plus}>Write</Cell>
      </button>
      {places.map((place) => (
        <PlaceLink key={place.to} {...place} />
      ))}
      <span className="flex-1" />
      <Me onHelp={onHelp} side="right" />
    </nav>
  );
}

export function BottomBar({ onWrite, onHelp }: RailProps) {
  const [notes, archive, trash] = places;
  return (
    <nav
      aria-label="Places"
      className="fixed inset-x-0 bottom-0 z-20 flex items-center justify-around border-t border-line bg-surface px-2 pt-1.5 pb-[max(0.375rem,env(safe-area-inset-bottom))]"
    >
      {notes !== undefined && <PlaceLink {...notes} />}
      {archive !== undefined && <PlaceLink {...archive} />}
      <button
        type="button"
        aria-label="Write"
        onClick={onWrite}
        className="grid size-13 place-items-center rounded-2xl bg-accent text-on-accent active:bg-accent-strong"
      >
        <Plus aria-hidden size={26} strokeWidth={2} />
      </button>
      {trash !== undefined && <PlaceLink {...trash} />}
      <Me onHelp={onHelp} side="top" />
    </nav>
  );
}
