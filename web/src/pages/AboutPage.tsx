/** What this is, in which version, and what it stands on. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { instanceProfile } from "../api/account";
import { Failure } from "../components/Failure";
import { Mark } from "../components/Mark";
import { useTitle } from "../hooks/useTitle";
import { useT } from "../i18n";
import { home } from "../paths";
import { Skeleton } from "../ui/Skeleton";

function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="flex justify-between gap-4 py-2.5">
      <dt className="text-muted">{name}</dt>
      <dd className="text-end break-all">{children}</dd>
    </div>
  );
}

export function AboutPage() {
  const t = useT();
  const profile = useQuery(instanceProfile);
  useTitle(t("shell.about"));
  return (
    <div className="space-y-6 px-1">
      <header className="flex items-center gap-4">
        <Mark size={52} />
        <div>
          <h1 className="text-lg font-semibold">{t("about.title")}</h1>
          <p className="text-sm text-muted">{t("about.lead")}</p>
        </div>
      </header>
      {profile.isPending && <Skeleton />}
      {profile.isError && <Failure error={profile.error} onRetry={() => void profile.refetch()} />}
      {profile.data !== undefined && (
        <dl className="divide-y divide-line rounded-xl border border-line bg-raised px-4 text-sm sm:px-5">
          <Row name={t("about.contract")}>{profile.data.version}</Row>
          {profile.data.commit !== "" && <Row name={t("about.commit")}>{profile.data.commit}</Row>}
          <Row name={t("about.address")}>{profile.data.instanceUrl || home.href}</Row>
          {profile.data.admin !== undefined && (
            <Row name={t("about.admin")}>{profile.data.admin.displayName || profile.data.admin.username}</Row>
          )}
          <Row name={t("about.licences")}>
            <a href={new URL("licenses.md", home).href} className="text-accent underline underline-offset-2 touchable inline-block">
              {t("about.licencesRead")}
            </a>
          </Row>
        </dl>
      )}
    </div>
  );
}
