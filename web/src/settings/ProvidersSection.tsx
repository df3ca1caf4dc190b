/** Identity providers that let people in. */
import { useQuery } from "@tanstack/react-query";
import { Fingerprint, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";

import { deleteProvider, keptProviders } from "../api/settings/providers";
import type { IdentityProvider } from "../gen/memos/api/v1/idp_service_pb";
import { useT } from "../i18n";
import { Button } from "../ui/Button";
import { Group } from "../ui/Group";
import { IconButton } from "../ui/IconButton";
import { Notice } from "../ui/Notice";
import { Row, Rows } from "../ui/Rows";
import { Confirm } from "../components/Confirm";
import { Loaded } from "../components/Loaded";
import { ProviderDialog } from "./ProviderDialog";

interface ProviderListProps {
  readonly providers: readonly IdentityProvider[];
  readonly onEdit: (provider: IdentityProvider) => void;
  readonly onDelete: (provider: IdentityProvider) => void;
}

function hostOf(provider: IdentityProvider): string {
  const { config } = provider.config ?? { config: { case: undefined } };
  if (config.case !== "oauth2Config" || !URL.canParse(config.value.authUrl)) return "";
  return new URL(config.value.authUrl).host;
}

function List({ providers, onEdit, onDelete }: ProviderListProps) {
  const t = useT();
  if (providers.length === 0) {
    return (
      <Notice icon={Fingerprint} title={t("settings.providers.none")}>
        {t("settings.providers.noneText")}
      </Notice>
    );
  }
  return (
    <Rows label={t("settings.providers.title")}>
      {providers.map((provider) => (
        <Row
          key={provider.name}
          icon={Fingerprint}
          title={provider.title}
          action={
            <>
              <IconButton
                icon={Pencil}
                label={t("settings.providers.editNamed", { name: provider.title })}
                onClick={() => onEdit(provider)}
              />
              <IconButton
                icon={Trash2}
                label={t("settings.providers.deleteNamed", { name: provider.title })}
                onClick={() => onDelete(provider)}
              />
            </>
          }
        >
          {hostOf(provider)}
        </Row>
      ))}
    </Rows>
  );
}

export function ProvidersSection() {
  const t = useT();
  const query = useQuery(keptProviders);
  const [edited, setEdited] = useState<IdentityProvider | "new" | null>(null);
  const [doomed, setDoomed] = useState<IdentityProvider | null>(null);
  return (
    <Group
      title={t("settings.providers.title")}
      lead={t("settings.providers.lead")}
      action={
        <Button kind="primary" onClick={() => setEdited("new")}>
          <Plus aria-hidden size={16} />
          {t("settings.providers.add")}
        </Button>
      }
    >
      <Loaded query={query}>{(providers) => <List providers={providers} onEdit={setEdited} onDelete={setDoomed} />}</Loaded>
      {edited !== null && <ProviderDialog provider={edited === "new" ? null : edited} onClose={() => setEdited(null)} />}
      <Confirm
        open={doomed !== null}
        title={t("settings.providers.deleteTitle", { name: doomed?.title ?? "" })}
        action={t("common.delete")}
        onClose={() => setDoomed(null)}
        onConfirm={() => deleteProvider(doomed?.name ?? "")}
      >
        {t("settings.providers.deleteText")}
      </Confirm>
    </Group>
  );
}
