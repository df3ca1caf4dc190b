/** The settings: their parts in a list, one of them open. Phones show either the list or the part. */
import { lazy, type ReactNode, Suspense } from "react";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { Link, Navigate, NavLink, useParams } from "react-router";

import { isAdmin } from "../api/settings/members";
import { phone, useMedia } from "../hooks/useMedia";
import { useTitle } from "../hooks/useTitle";
import { useUser } from "../hooks/useUser";
import { useT } from "../i18n";
import { cx } from "../lib/cx";
import { paths } from "../paths";
import { AccountSection } from "../settings/AccountSection";
import { IdentitiesSection } from "../settings/IdentitiesSection";
import { PreferencesSection } from "../settings/PreferencesSection";
import { type Section, type SectionId, sections } from "../settings/sections";
import { SessionsSection } from "../settings/SessionsSection";
import { TagsSection } from "../settings/TagsSection";
import { TokensSection } from "../settings/TokensSection";
import { WebhooksSection } from "../settings/WebhooksSection";
import { Skeleton } from "../ui/Skeleton";

// What only administrators open is fetched when one does.
const admins = () => import("../settings/forAdmins");
const MembersSection = lazy(async () => ({ default: (await admins()).MembersSection }));
const InstanceSection = lazy(async () => ({ default: (await admins()).InstanceSection }));
const StorageSection = lazy(async () => ({ default: (await admins()).StorageSection }));
const ProvidersSection = lazy(async () => ({ default: (await admins()).ProvidersSection }));
const MailSection = lazy(async () => ({ default: (await admins()).MailSection }));
const AiSection = lazy(async () => ({ default: (await admins()).AiSection }));
const MapsSection = lazy(async () => ({ default: (await admins()).MapsSection }));
const StyleSection = lazy(async () => ({ default: (await admins()).StyleSection }));

const parts: Readonly<Record<SectionId, () => ReactNode>> = {
  account: () => <AccountSection />,
  preferences: () => <PreferencesSection />,
  sessions: () => <SessionsSection />,
  "sign-in": () => <IdentitiesSection />,
  tokens: () => <TokensSection />,
  tags: () => <TagsSection />,
  webhooks: () => <WebhooksSection />,
  members: () => <MembersSection />,
  instance: () => <InstanceSection />,
  storage: () => <StorageSection />,
  providers: () => <ProvidersSection />,
  mail: () => <MailSection />,
  ai: () => <AiSection />,
  maps: () => <MapsSection />,
  style: () => <StyleSection />,
};

function SectionLink({ section }: { readonly section: Section }) {
  const t = useT();
  const { icon: Icon } = section;
  return (
    <li>
      <NavLink
        to={paths.settings(section.id)}
        className={({ isActive }) =>
          cx(
            "flex min-h-10 items-center gap-3 rounded-lg px-3 text-sm transition-colors max-md:min-h-12 max-md:text-base",
            isActive ? "bg-accent-soft font-medium text-accent" : "text-ink hover:bg-sunken",
          )
        }
      >
        <Icon aria-hidden size={18} strokeWidth={1.75} className="shrink-0" />
        <span className="min-w-0 flex-1 truncate">{t(section.title)}</span>
        <ChevronRight aria-hidden size={16} className="text-muted md:hidden rtl:rotate-180" />
      </NavLink>
    </li>
  );
}

function SectionList({ shown }: { readonly shown: readonly Section[] }) {
  const t = useT();
  const own = shown.filter(({ forAdmins }) => forAdmins !== true);
  const admin = shown.filter(({ forAdmins }) => forAdmins === true);
  return (
    <nav aria-label={t("settings.sections")} className="space-y-4">
      <ul className="space-y-0.5">
        {own.map((section) => (
          <SectionLink key={section.id} section={section} />
        ))}
      </ul>
      {admin.length > 0 && (
        <div>
          <p className="px-3 pb-1 text-xs font-medium text-muted">{t("settings.forAll")}</p>
          <ul className="space-y-0.5">
            {admin.map((section) => (
              <SectionLink key={section.id} section={section} />
            ))}
          </ul>
        </div>
      )}
    </nav>
  );
}

function Open({ section }: { readonly section: (typeof sections)[number] }) {
  const t = useT();
  useTitle(t(section.title));
  return (
    <div className="min-w-0 space-y-4">
      <h1 className="sr-only">{t(section.title)}</h1>
      <Suspense fallback={<Skeleton />}>{parts[section.id]()}</Suspense>
    </div>
  );
}

export function SettingsPage() {
  const t = useT();
  const { "*": wanted = "" } = useParams();
  const isPhone = useMedia(phone);
  const admin = isAdmin(useUser());
  const shown = sections.filter((section) => admin || !("forAdmins" in section));
  const open = shown.find(({ id }) => id === wanted);
  useTitle(t("settings.title"));
  if (open === undefined && (wanted !== "" || !isPhone)) {
    return <Navigate replace to={paths.settings(isPhone ? "" : "account")} />;
  }
  if (open === undefined) {
    return (
      <div className="space-y-3">
        <h1 className="px-3 text-lg font-semibold">{t("settings.title")}</h1>
        <SectionList shown={shown} />
      </div>
    );
  }
  if (isPhone) {
    return (
      <div className="space-y-3">
        <Link to={paths.settings()} className="inline-flex min-h-11 items-center gap-1 text-sm text-accent">
          <ChevronLeft aria-hidden size={18} className="rtl:rotate-180" />
          {t("settings.all")}
        </Link>
        <Open key={open.id} section={open} />
      </div>
    );
  }
  return (
    <div className="grid grid-cols-[13rem_minmax(0,1fr)] items-start gap-6">
      <div className="sticky top-6">
        <SectionList shown={shown} />
      </div>
      <Open key={open.id} section={open} />
    </div>
  );
}
