/** Makes an account for somebody, or changes it. */
import { useState } from "react";

import { changeMember, createMember, type MemberDraft } from "../api/settings/members";
import { DialogForm } from "../components/DialogForm";
import { type User, User_Role } from "../gen/later/memos/api/v1/user_service_pb";
import { useT } from "../i18n";
import { Field } from "../ui/Field";
import { Select } from "../ui/Select";

const nobody: MemberDraft = { username: "", displayName: "", email: "", role: User_Role.USER, password: "" };

interface MemberDialogProps {
  /** Null for a new account. */
  readonly user: User | null;
  readonly onClose: () => void;
}

export function MemberDialog({ user, onClose }: MemberDialogProps) {
  const t = useT();
  const [draft, setDraft] = useState<MemberDraft>(user === null ? nobody : { ...user, password: "" });
  const change = (part: Partial<MemberDraft>) => setDraft((old) => ({ ...old, ...part }));
  const save = () => (user === null ? createMember(draft) : changeMember(user, draft));
  return (
    <DialogForm
      title={t(user === null ? "settings.members.add" : "settings.members.edit")}
      save={save}
      saved={t(user === null ? "settings.members.added" : "settings.saved")}
      onClose={onClose}
    >
      <Field
        label={t("settings.account.username")}
        value={draft.username}
        required
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => change({ username: event.currentTarget.value })}
      />
      <Field
        label={t("settings.account.displayName")}
        value={draft.displayName}
        autoComplete="off"
        onChange={(event) => change({ displayName: event.currentTarget.value })}
      />
      <Field
        label={t("settings.account.email")}
        type="email"
        value={draft.email}
        autoComplete="off"
        onChange={(event) => change({ email: event.currentTarget.value })}
      />
      <Field
        label={t(user === null ? "door.password" : "settings.account.newPassword")}
        {...(user === null ? {} : { hint: t("settings.members.passwordHint") })}
        type="password"
        value={draft.password}
        required={user === null}
        minLength={8}
        autoComplete="new-password"
        onChange={(event) => change({ password: event.currentTarget.value })}
      />
      <Select
        label={t("settings.members.role")}
        value={draft.role === User_Role.ADMIN ? "ADMIN" : "USER"}
        onChange={(role) => change({ role: role === "ADMIN" ? User_Role.ADMIN : User_Role.USER })}
        choices={[
          { value: "USER", label: t("settings.members.user") },
          { value: "ADMIN", label: t("settings.members.admin") },
        ]}
      />
    </DialogForm>
  );
}
