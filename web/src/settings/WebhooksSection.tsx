/** Where notes are sent as they change, and what became of it. */
import { useQuery } from "@tanstack/react-query";
import { ListChecks, Pencil, Plus, Trash2, Webhook } from "lucide-react";
import { useState } from "react";

import { deleteWebhook, webhooks } from "../api/settings/webhooks";
import type { UserWebhook } from "../gen/later/memos/api/v1/user_service_pb";
import { useUser } from "../hooks/useUser";
import { useT } from "../i18n";
import { Button } from "../ui/Button";
import { Group } from "../ui/Group";
import { IconButton } from "../ui/IconButton";
import { Notice } from "../ui/Notice";
import { Row, Rows } from "../ui/Rows";
import { Confirm } from "../components/Confirm";
import { DeliveryList } from "./DeliveryList";
import { Loaded } from "../components/Loaded";
import { WebhookDialog } from "./WebhookDialog";

interface WebhookRowProps {
  readonly webhook: UserWebhook;
  readonly onEdit: () => void;
  readonly onDelete: () => void;
}

function WebhookRow({ webhook, onEdit, onDelete }: WebhookRowProps) {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  const name = webhook.displayName || webhook.url;
  return (
    <>
      <Row
        icon={Webhook}
        title={name}
        action={
          <>
            <Button kind="quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              <ListChecks aria-hidden size={16} strokeWidth={1.75} />
              {t("settings.webhooks.log")}
            </Button>
            <IconButton icon={Pencil} label={t("settings.webhooks.editNamed", { name })} onClick={onEdit} />
            <IconButton icon={Trash2} label={t("settings.webhooks.deleteNamed", { name })} onClick={onDelete} />
          </>
        }
      >
        {webhook.url}
        {webhook.signingSecretSet && ` · ${t("settings.webhooks.signed")}`}
      </Row>
      {isOpen && (
        <li className="pb-3">
          <DeliveryList webhook={webhook.name} />
        </li>
      )}
    </>
  );
}

interface WebhookListProps {
  readonly list: readonly UserWebhook[];
  readonly onEdit: (webhook: UserWebhook) => void;
  readonly onDelete: (webhook: UserWebhook) => void;
}

function WebhookList({ list, onEdit, onDelete }: WebhookListProps) {
  const t = useT();
  if (list.length === 0) {
    return (
      <Notice icon={Webhook} title={t("settings.webhooks.none")}>
        {t("settings.webhooks.noneText")}
      </Notice>
    );
  }
  return (
    <Rows label={t("settings.webhooks.title")}>
      {list.map((webhook) => (
        <WebhookRow
          key={webhook.name}
          webhook={webhook}
          onEdit={() => onEdit(webhook)}
          onDelete={() => onDelete(webhook)}
        />
      ))}
    </Rows>
  );
}

export function WebhooksSection() {
  const t = useT();
  const { name } = useUser();
  const list = useQuery(webhooks(name));
  const [edited, setEdited] = useState<UserWebhook | "new" | null>(null);
  const [doomed, setDoomed] = useState<UserWebhook | null>(null);
  return (
    <Group
      title={t("settings.webhooks.title")}
      lead={t("settings.webhooks.lead")}
      action={
        <Button kind="primary" onClick={() => setEdited("new")}>
          <Plus aria-hidden size={16} />
          {t("settings.webhooks.add")}
        </Button>
      }
    >
      <Loaded query={list}>{(data) => <WebhookList list={data} onEdit={setEdited} onDelete={setDoomed} />}</Loaded>
      {edited !== null && (
        <WebhookDialog webhook={edited === "new" ? null : edited} onClose={() => setEdited(null)} />
      )}
      <Confirm
        open={doomed !== null}
        title={t("settings.webhooks.deleteTitle")}
        action={t("common.delete")}
        onClose={() => setDoomed(null)}
        onConfirm={() => deleteWebhook(name, doomed?.name ?? "")}
      >
        {t("settings.webhooks.deleteText", { url: doomed?.url ?? "" })}
      </Confirm>
    </Group>
  );
}
