/** Which identity providers vouch for the user. */
import { useQuery } from "@tanstack/react-query";
import { Fingerprint } from "lucide-react";
import { useState } from "react";

import { departure, identityProviders } from "../api/providers";
import { linkedIdentities, unlinkIdentity } from "../api/settings/identities";
import type { IdentityProvider } from "../gen/memos/api/v1/idp_service_pb";
import type { LinkedIdentity } from "../gen/later/memos/api/v1/user_service_pb";
import { useUser } from "../hooks/useUser";
import { useT } from "../i18n";
import { paths } from "../paths";
import { Button } from "../ui/Button";
import { Group } from "../ui/Group";
import { Notice } from "../ui/Notice";
import { Row, Rows } from "../ui/Rows";
import { Confirm } from "../components/Confirm";
import { Loaded } from "../components/Loaded";

async function leaveFor(provider: IdentityProvider, user: string): Promise<void> {
  const address = await departure(provider, paths.settings("sign-in"), user);
  if (address !== null) location.assign(address);
}

interface ProviderRowProps {
  readonly provider: IdentityProvider;
  readonly identity: LinkedIdentity | undefined;
  readonly onUnlink: (identity: LinkedIdentity) => void;
}

function ProviderRow({ provider, identity, onUnlink }: ProviderRowProps) {
  const t = useT();
  const { name } = useUser();
  const action =
    identity === undefined ? (
      <Button onClick={() => void leaveFor(provider, name)}>{t("settings.identities.link")}</Button>
    ) : (
      <Button onClick={() => onUnlink(identity)}>{t("settings.identities.unlink")}</Button>
    );
  return (
    <Row icon={Fingerprint} title={provider.title} action={action}>
      {identity === undefined ? t("settings.identities.notLinked") : identity.externUid}
    </Row>
  );
}

function IdentityList({ providers, identities }: {
  readonly providers: readonly IdentityProvider[];
  readonly identities: readonly LinkedIdentity[];
}) {
  const t = useT();
  const { name } = useUser();
  const [doomed, setDoomed] = useState<LinkedIdentity | null>(null);
  if (providers.length === 0) {
    return (
      <Notice icon={Fingerprint} title={t("settings.identities.none")}>
        {t("settings.identities.noneText")}
      </Notice>
    );
  }
  return (
    <>
      <Rows label={t("settings.identities.title")}>
        {providers.map((provider) => (
          <ProviderRow
            key={provider.name}
            provider={provider}
            identity={identities.find(({ idpName }) => idpName === provider.name)}
            onUnlink={setDoomed}
          />
        ))}
      </Rows>
      <Confirm
        open={doomed !== null}
        title={t("settings.identities.unlinkTitle")}
        action={t("settings.identities.unlink")}
        onClose={() => setDoomed(null)}
        onConfirm={() => unlinkIdentity(name, doomed?.name ?? "")}
      >
        {t("settings.identities.unlinkText")}
      </Confirm>
    </>
  );
}

export function IdentitiesSection() {
  const t = useT();
  const { name } = useUser();
  const providers = useQuery(identityProviders);
  const identities = useQuery(linkedIdentities(name));
  return (
    <Group title={t("settings.identities.title")} lead={t("settings.identities.lead")}>
      <Loaded query={providers}>
        {(offered) => (
          <Loaded query={identities}>{(linked) => <IdentityList providers={offered} identities={linked} />}</Loaded>
        )}
      </Loaded>
    </Group>
  );
}
