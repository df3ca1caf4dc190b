/** Who one is to others, the password, and the end of the account. */
import { useState } from "react";

import { changeAccount, deleteAccount } from "../api/settings/account";
import type { User } from "../gen/later/memos/api/v1/user_service_pb";
import { useUser } from "../hooks/useUser";
import { useT } from "../i18n";
import { Button } from "../ui/Button";
import { Field } from "../ui/Field";
import { Group } from "../ui/Group";
import { TextBlock } from "../ui/TextBlock";
import { AvatarField } from "./AvatarField";
import { Confirm } from "../components/Confirm";
import { EditedForm } from "./EditedForm";
import { useEdited } from "./edited";

function ProfileGroup({ user }: { readonly user: User }) {
  const t = useT();
  const { username, displayName, email, description, avatarUrl } = user;
  const edited = useEdited({ username, displayName, email, description, avatarUrl }, (_, changed) =>
    changeAccount(user, changed),
  );
  const { value, change } = edited;
  return (
    <Group title={t("settings.account.profile")} lead={t("settings.account.profileLead")}>
      <EditedForm edited={edited}>
        <AvatarField name={value.displayName || value.username} url={value.avatarUrl} onChange={(url) => change({ avatarUrl: url })} />
        <Field
          label={t("settings.account.displayName")}
          value={value.displayName}
          autoComplete="name"
          onChange={(event) => change({ displayName: event.currentTarget.value })}
        />
        <Field
          label={t("settings.account.username")}
          hint={t("settings.account.usernameHint")}
          value={value.username}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          onChange={(event) => change({ username: event.currentTarget.value })}
        />
        <Field
          label={t("settings.account.email")}
          hint={t("settings.account.emailHint")}
          type="email"
          value={value.email}
          autoComplete="email"
          onChange={(event) => change({ email: event.currentTarget.value })}
        />
        <TextBlock
          label={t("settings.account.about")}
          rows={3}
          value={value.description}
          onChange={(event) => change({ description: event.currentTarget.value })}
        />
      </EditedForm>
    </Group>
  );
}

function PasswordGroup({ user }: { readonly user: User }) {
  const t = useT();
  const edited = useEdited({ password: "" }, ({ password }) => changeAccount(user, { password }), {
    said: t("settings.account.passwordChanged"),
  });
  return (
    <Group title={t("settings.account.password")} lead={t("settings.account.passwordLead")}>
      <EditedForm edited={edited}>
        <Field
          label={t("settings.account.newPassword")}
          type="password"
          autoComplete="new-password"
          minLength={8}
          required
          value={edited.value.password}
          onChange={(event) => edited.change({ password: event.currentTarget.value })}
        />
      </EditedForm>
    </Group>
  );
}

function EndGroup({ user }: { readonly user: User }) {
  const t = useT();
  const [isAsking, setAsking] = useState(false);
  return (
    <Group title={t("settings.account.end")} lead={t("settings.account.endLead")}>
      <Button kind="danger" onClick={() => setAsking(true)}>
        {t("settings.account.delete")}
      </Button>
      <Confirm
        open={isAsking}
        title={t("settings.account.deleteTitle")}
        action={t("settings.account.delete")}
        word={user.username}
        onClose={() => setAsking(false)}
        onConfirm={() => deleteAccount(user)}
      >
        {t("settings.account.deleteText")}
      </Confirm>
    </Group>
  );
}

export function AccountSection() {
  const user = useUser();
  return (
    <>
      <ProfileGroup user={user} />
      <PasswordGroup user={user} />
      <EndGroup user={user} />
    </>
  );
}
