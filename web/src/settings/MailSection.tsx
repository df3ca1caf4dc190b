/** The mail server that notifications go out by. */
import { create } from "@bufbuild/protobuf";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { instanceSetting, saveInstanceSetting, sendTestMail } from "../api/settings/instance";
import {
  type InstanceSetting_NotificationSetting_EmailSetting as Email,
  InstanceSetting_NotificationSetting_EmailSettingSchema,
} from "../gen/memos/api/v1/instance_service_pb";
import { useUser } from "../hooks/useUser";
import { useT } from "../i18n";
import { say } from "../stores/snackbar";
import { Button } from "../ui/Button";
import { Field } from "../ui/Field";
import { Group } from "../ui/Group";
import { Select } from "../ui/Select";
import { Switch } from "../ui/Switch";
import { EditedForm } from "./EditedForm";
import { useEdited } from "./edited";
import { Loaded } from "../components/Loaded";
import { Trouble } from "../components/Trouble";

interface PartProps {
  readonly value: Email;
  readonly change: (part: Partial<Email>) => void;
}

function encryptionOf({ useSsl, useTls }: Email): string {
  if (useSsl) return "ssl";
  return useTls ? "starttls" : "none";
}

function ServerFields({ value, change }: PartProps) {
  const t = useT();
  return (
    <>
      <Field
        label={t("settings.mail.host")}
        value={value.smtpHost}
        onChange={(event) => change({ smtpHost: event.currentTarget.value })}
      />
      <Field
        label={t("settings.mail.port")}
        type="number"
        inputMode="numeric"
        min={1}
        max={65535}
        value={value.smtpPort || ""}
        onChange={(event) => change({ smtpPort: event.currentTarget.valueAsNumber || 0 })}
      />
      <Select
        label={t("settings.mail.encryption")}
        value={encryptionOf(value)}
        onChange={(wanted) => change({ useSsl: wanted === "ssl", useTls: wanted === "starttls" })}
        choices={[
          { value: "starttls", label: "STARTTLS" },
          { value: "ssl", label: "TLS" },
          { value: "none", label: t("settings.mail.unencrypted") },
        ]}
      />
      <Field
        label={t("settings.mail.username")}
        value={value.smtpUsername}
        autoComplete="off"
        onChange={(event) => change({ smtpUsername: event.currentTarget.value })}
      />
      <Field
        label={t("settings.mail.password")}
        hint={t("settings.secretKept")}
        type="password"
        autoComplete="new-password"
        value={value.smtpPassword}
        onChange={(event) => change({ smtpPassword: event.currentTarget.value })}
      />
    </>
  );
}

function SenderFields({ value, change }: PartProps) {
  const t = useT();
  return (
    <>
      <Field
        label={t("settings.mail.from")}
        type="email"
        value={value.fromEmail}
        onChange={(event) => change({ fromEmail: event.currentTarget.value })}
      />
      <Field
        label={t("settings.mail.fromName")}
        value={value.fromName}
        onChange={(event) => change({ fromName: event.currentTarget.value })}
      />
      <Field
        label={t("settings.mail.replyTo")}
        type="email"
        value={value.replyTo}
        onChange={(event) => change({ replyTo: event.currentTarget.value })}
      />
    </>
  );
}

function Trial({ value }: { readonly value: Email }) {
  const t = useT();
  const { email } = useUser();
  const [recipient, setRecipient] = useState(email);
  const sending = useMutation({
    mutationFn: () => sendTestMail(value, recipient),
    onSuccess: () => say(t("settings.mail.sent", { recipient })),
  });
  return (
    <div className="space-y-3 border-t border-line pt-4">
      <Field
        label={t("settings.mail.recipient")}
        type="email"
        value={recipient}
        onChange={(event) => setRecipient(event.currentTarget.value)}
      />
      <Trouble error={sending.error} />
      <Button disabled={sending.isPending || recipient === ""} onClick={() => sending.mutate()}>
        {t(sending.isPending ? "settings.mail.sending" : "settings.mail.test")}
      </Button>
    </div>
  );
}

function MailForm({ stored }: { readonly stored: Email }) {
  const t = useT();
  const edited = useEdited(stored, (value) => saveInstanceSetting("notificationSetting", { email: value }));
  const { value, change } = edited;
  return (
    <EditedForm edited={edited}>
      <Switch
        label={t("settings.mail.enabled")}
        checked={value.enabled}
        onChange={(enabled) => change({ enabled })}
      />
      <ServerFields value={value} change={change} />
      <SenderFields value={value} change={change} />
      <Trial value={value} />
    </EditedForm>
  );
}

export function MailSection() {
  const t = useT();
  const query = useQuery(instanceSetting("notificationSetting"));
  return (
    <Group title={t("settings.mail.title")} lead={t("settings.mail.lead")}>
      <Loaded query={query}>
        {({ email }) => (
          <MailForm stored={email ?? create(InstanceSetting_NotificationSetting_EmailSettingSchema, { useTls: true, smtpPort: 587 })} />
        )}
      </Loaded>
    </Group>
  );
}
