/** The ways to sign in through somebody else. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router";

import { useT } from "../i18n";
import { departure, identityProviders } from "../api/providers";
import type { IdentityProvider } from "../gen/memos/api/v1/idp_service_pb";
import { Button } from "../ui/Button";

export function ProviderList() {
  const t = useT();
  const { data: providers = [] } = useQuery(identityProviders);
  const [parameters] = useSearchParams();
  const [isLeaving, setLeaving] = useState(false);
  if (providers.length === 0) return null;

  const leave = async (provider: IdentityProvider): Promise<void> => {
    setLeaving(true);
    const address = await departure(provider, parameters.get("next"));
    if (address === null) setLeaving(false);
    else location.assign(address);
  };
  return (
    <ul aria-label={t("door.otherWays")} className="mt-6 space-y-2 border-t border-line pt-6">
      {providers.map((provider) => (
        <li key={provider.name}>
          <Button className="min-h-11 w-full text-base" disabled={isLeaving} onClick={() => void leave(provider)}>
            {t("door.continueWith", { provider: provider.title })}
          </Button>
        </li>
      ))}
    </ul>
  );
}
