/** Tokens with which scripts and apps act for a user. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState } from "react";

import { accessTokens, createAccessToken, revokeAccessToken } from "../api/settings/tokens";
import type { PersonalAccessToken } from "../gen/later/memos/api/v1/user_service_pb";
import { useUser } from "../hooks/useUser";
import { type Translate, useT } from "../i18n";
import { home } from "../paths";
import { Button } from "../ui/Button";
import { Field } from "../ui/Field";
import { Group } from "../ui/Group";
import { Notice } from "../ui/Notice";
import { Row, Rows } from "../ui/Rows";
import { Select } from "../ui/Select";
import { Confirm } from "../components/Confirm";
import { Loaded } from "../components/Loaded";
import { Once } from "./Once";
import { Trouble } from "../components/Trouble";
import { day } from "./when";

/** Days; zero is for ever. */
const lifetimes = ["30", "90", "365", "0"] as const;

function TokenForm({ user }: { readonly user: string }) {
  const t = useT();
  const [description, setDescription] = useState("");
  const [days, setDays] = useState("90");
  const making = useMutation({
    mutationFn: () => createAccessToken(user, description.trim(), Number(days)),
    onSuccess: () => setDescription(""),
  });
  return (
    <form
      className="space-y-5"
      onSubmit={(event) => {
        event.preventDefault();
        making.mutate();
      }}
    >
      <Field
        label={t("settings.tokens.description")}
        hint={t("settings.tokens.descriptionHint")}
        value={description}
        required
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <Select
        label={t("settings.tokens.lifetime")}
        value={days}
        onChange={setDays}
        choices={lifetimes.map((value) => ({
          value,
          label: value === "0" ? t("settings.tokens.forever") : t("settings.tokens.days", { count: Number(value) }),
        }))}
      />
      <Trouble error={making.error} />
      <Button kind="primary" type="submit" disabled={making.isPending || description.trim() === ""}>
        {t("settings.tokens.create")}
      </Button>
      {making.data !== undefined && <Once secret={making.data} label={t("settings.tokens.new")} />}
    </form>
  );
}

function factsOf(token: PersonalAccessToken, t: Translate): string {
  const used = t("settings.tokens.used", { when: day(token.lastUsedAt, t("common.never")) });
  const ends = t("settings.tokens.ends", { when: day(token.expiresAt, t("common.never")) });
  return `${used} · ${ends}`;
}

function TokenList({ user, tokens }: { readonly user: string; readonly tokens: readonly PersonalAccessToken[] }) {
  const t = useT();
  const [doomed, setDoomed] = useState<PersonalAccessToken | null>(null);
  if (tokens.length === 0) {
    return (
      <Notice icon={KeyRound} title={t("settings.tokens.none")}>
        {t("settings.tokens.noneText")}
      </Notice>
    );
  }
  return (
    <>
      <Rows label={t("settings.tokens.title")}>
        {tokens.map((token) => (
          <Row
            key={token.name}
            icon={KeyRound}
            title={token.description}
            action={<Button onClick={() => setDoomed(token)}>{t("settings.tokens.revoke")}</Button>}
          >
            {factsOf(token, t)}
          </Row>
        ))}
      </Rows>
      <Confirm
        open={doomed !== null}
        title={t("settings.tokens.revokeTitle", { description: doomed?.description ?? "" })}
        action={t("settings.tokens.revoke")}
        onClose={() => setDoomed(null)}
        onConfirm={() => revokeAccessToken(user, doomed?.name ?? "")}
      >
        {t("settings.tokens.revokeText")}
      </Confirm>
    </>
  );
}

export function TokensSection() {
  const t = useT();
  const { name } = useUser();
  const tokens = useQuery(accessTokens(name));
  return (
    <>
      <Group title={t("settings.tokens.make")} lead={t("settings.tokens.lead", { address: home.origin })}>
        <TokenForm user={name} />
      </Group>
      <Group title={t("settings.tokens.title")}>
        <Loaded query={tokens}>{(data) => <TokenList user={name} tokens={data} />}</Loaded>
      </Group>
    </>
  );
}
