/** Makes a webhook, or changes it; an existing one can show and change the secret that signs what it is sent. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import {
  changeSigningSecret,
  changeWebhook,
  createWebhook,
  signingSecret,
  type WebhookDraft,
} from "../api/settings/webhooks";
import { DialogForm } from "../components/DialogForm";
import type { UserWebhook } from "../gen/later/memos/api/v1/user_service_pb";
import { useUser } from "../hooks/useUser";
import { useT } from "../i18n";
import { newSigningSecret } from "../lib/secrets";
import { Button } from "../ui/Button";
import { Field } from "../ui/Field";
import { Once } from "./Once";
import { Trouble } from "../components/Trouble";

function Secret({ webhook }: { readonly webhook: UserWebhook }) {
  const t = useT();
  const user = useUser();
  const showing = useMutation({ mutationFn: () => signingSecret(webhook.name) });
  const renewing = useMutation({
    mutationFn: async () => {
      const secret = newSigningSecret();
      await changeSigningSecret(user.name, webhook.name, secret);
      return secret;
    },
  });
  const secret = renewing.data ?? showing.data;
  return (
    <div className="space-y-3 border-t border-line pt-4">
      <p className="text-sm font-medium">{t("settings.webhooks.secret")}</p>
      <p className="text-xs text-muted">{t("settings.webhooks.secretHint")}</p>
      <div className="flex flex-wrap gap-2">
        {webhook.signingSecretSet && (
          <Button disabled={showing.isPending} onClick={() => showing.mutate()}>
            {t("settings.webhooks.showSecret")}
          </Button>
        )}
        <Button disabled={renewing.isPending} onClick={() => renewing.mutate()}>
          {t(webhook.signingSecretSet ? "settings.webhooks.renewSecret" : "settings.webhooks.makeSecret")}
        </Button>
      </div>
      {secret !== undefined && secret !== "" && <Once label={t("settings.webhooks.secret")} secret={secret} />}
      <Trouble error={showing.error ?? renewing.error} />
    </div>
  );
}

interface WebhookDialogProps {
  /** Null for a new one. */
  readonly webhook: UserWebhook | null;
  readonly onClose: () => void;
}

export function WebhookDialog({ webhook, onClose }: WebhookDialogProps) {
  const t = useT();
  const { name } = useUser();
  const [draft, setDraft] = useState<WebhookDraft>(webhook ?? { displayName: "", url: "" });
  const save = () => (webhook === null ? createWebhook(name, draft) : changeWebhook(name, webhook.name, draft));
  return (
    <DialogForm
      title={t(webhook === null ? "settings.webhooks.add" : "settings.webhooks.edit")}
      save={save}
      onClose={onClose}
      below={webhook !== null && <Secret webhook={webhook} />}
    >
      <Field
        label={t("settings.webhooks.name")}
        value={draft.displayName}
        required
        onChange={(event) => setDraft({ ...draft, displayName: event.currentTarget.value })}
      />
      <Field
        label={t("settings.webhooks.url")}
        hint={t("settings.webhooks.urlHint")}
        type="url"
        placeholder="https://"
        value={draft.url}
        required
        onChange={(event) => setDraft({ ...draft, url: event.currentTarget.value })}
      />
    </DialogForm>
  );
}
