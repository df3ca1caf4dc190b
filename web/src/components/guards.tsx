/** Who may be where: people at their notes, visitors at the door, a new server at its set-up. */
import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, useEffect } from "react";
import { Navigate, Outlet, useLocation, useSearchParams } from "react-router";

import { currentUser, forgetOthers, instanceProfile, openness } from "../api/account";
import { useSliced } from "../hooks/useSliced";
import { UserContext, useUser } from "../hooks/useUser";
import { User_Role } from "../gen/memos/api/v1/user_service_pb";
import { loadRest } from "../i18n";
import { paths, safeNext } from "../paths";
import { Failure } from "./Failure";
import { Shell } from "./Shell";
import { Waiting } from "./Waiting";

const ForbiddenPage = lazy(async () => {
  const [page] = await Promise.all([import("../pages/ForbiddenPage"), loadRest()]);
  return { default: page.ForbiddenPage };
});
const GuestFrame = lazy(async () => ({ default: (await import("./GuestFrame")).GuestFrame }));

function whileUnknown(query: { error: unknown; isPending: boolean; refetch: () => unknown }): ReactNode {
  if (query.isPending) return <Waiting />;
  return (
    <main className="grid min-h-dvh place-items-center">
      <Failure error={query.error} onRetry={() => void query.refetch()} />
    </main>
  );
}

/** Leads a visitor to the door, and back afterwards. */
function ToTheDoor() {
  const profile = useQuery(instanceProfile);
  const { pathname, search } = useLocation();
  const place = `${pathname}${search}`;
  if (profile.data === undefined) return whileUnknown(profile);
  const door = profile.data.needsSetup ? paths.setUp() : paths.signIn(place === paths.notes() ? "" : place);
  return <Navigate replace to={door} />;
}

export function SignedIn() {
  const user = useQuery(currentUser);
  // Only coming in waits for it; whoever goes is gone at once.
  const isDrawn = useSliced(Boolean(user.data));
  if (user.data === undefined) return whileUnknown(user);
  if (user.data === null) return <ToTheDoor />;
  if (!isDrawn) return <Waiting />;
  return (
    <UserContext value={user.data}>
      <Shell />
    </UserContext>
  );
}

/** For administrators; inside of `SignedIn`. */
export function Admins() {
  return useUser().role === User_Role.ADMIN ? <Outlet /> : <ForbiddenPage />;
}

interface OpenToGuestsProps {
  /** Also on servers that show nothing to people without an account. */
  readonly always?: boolean;
}

/** Pages that visitors may see, in a frame of their own. */
export function OpenToGuests({ always = false }: OpenToGuestsProps) {
  const user = useQuery(currentUser);
  const isGuest = user.data === null;
  const open = useQuery({ ...openness, enabled: isGuest && !always });
  const isDrawn = useSliced(Boolean(user.data));
  if (user.data === undefined) return whileUnknown(user);
  if (!isGuest) return isDrawn ? <SignedIn /> : <Waiting />;
  if (always || open.data === true) return <GuestFrame />;
  return open.data === undefined ? whileUnknown(open) : <ToTheDoor />;
}

interface AtTheDoorProps {
  readonly toSetUp?: boolean;
}

export function AtTheDoor({ toSetUp = false }: AtTheDoorProps) {
  const user = useQuery(currentUser);
  const profile = useQuery(instanceProfile);
  const [parameters] = useSearchParams();
  // Whoever comes next on this device finds nothing of whoever was here.
  useEffect(() => forgetOthers(), []);
  if (user.data === undefined) return whileUnknown(user);
  if (user.data !== null) return <Navigate replace to={safeNext(parameters.get("next"))} />;
  if (profile.data === undefined) return whileUnknown(profile);
  if (profile.data.needsSetup !== toSetUp) {
    return <Navigate replace to={profile.data.needsSetup ? paths.setUp() : paths.signIn()} />;
  }
  return <Outlet />;
}
