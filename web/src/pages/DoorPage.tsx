/** The pages in front of the notes: first set-up, signing in, signing up. */
import { Code } from "@connectrpc/connect";
import { type FormEvent, type ReactNode, useState } from "react";
import { Link } from "react-router";

import { t, useT } from "../i18n";
import { Rich } from "../i18n/Rich";
import { signIn, signUp } from "../api/account";
import { session } from "../api/client";
import { type Explained, explain, isCode } from "../api/errors";
import { Mark } from "../components/Mark";
import { ProviderList } from "../components/ProviderList";
import { useTitle } from "../hooks/useTitle";
import { paths } from "../paths";
import { Button } from "../ui/Button";
import { Field } from "../ui/Field";

interface DoorProps {
  readonly title: string;
  readonly lead: string;
  readonly action: string;
  /** Whether the account is created here. */
  readonly isNew: boolean;
  readonly enter: (username: string, password: string) => Promise<void>;
  readonly explainFailure?: (error: unknown) => Explained;
  /** Whether identity providers may vouch for whoever comes here. */
  readonly hasProviders?: boolean;
  readonly foot?: ReactNode;
}

const namePattern = "(?!\\d+$)[A-Za-z0-9]([A-Za-z0-9\\-]{0,34}[A-Za-z0-9])?";
const shortestPassword = 8;

/** Draws the words of a sentence that lead somewhere. */
function linkTo(path: string) {
  return (text: string) => (
    <Link to={path} className="font-medium text-accent hover:underline">
      {text}
    </Link>
  );
}

function textOf(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === "string" ? value : "";
}

function Door({ title, lead, action, isNew, enter, explainFailure = explain, hasProviders = false, foot }: DoorProps) {
  const t = useT();
  const nameRule = t("door.usernameRule");
  const [failure, setFailure] = useState<Explained | null>(null);
  const [isBusy, setBusy] = useState(false);
  useTitle(action);

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setFailure(null);
    try {
      await enter(textOf(form, "username").trim(), textOf(form, "password"));
    } catch (error) {
      setFailure(explainFailure(error));
      setBusy(false);
    }
  };
  return (
    <main className="grid min-h-dvh place-items-center px-5 py-10">
      <div className="w-full max-w-sm">
        <Mark size={52} />
        <h1 className="mt-6 text-2xl font-semibold text-balance">{title}</h1>
        <p className="mt-2 text-pretty text-muted">{lead}</p>
        <form className="mt-8 space-y-5" onSubmit={(event) => void submit(event)}>
          <Field
            label={t("door.username")}
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            autoFocus
            {...(isNew ? { hint: nameRule, pattern: namePattern, title: nameRule } : {})}
          />
          <Field
            label={t("door.password")}
            name="password"
            type="password"
            required
            autoComplete={isNew ? "new-password" : "current-password"}
            {...(isNew ? { hint: t("door.passwordRule", { count: shortestPassword }), minLength: shortestPassword } : {})}
          />
          {failure !== null && (
            <p role="alert" className="rounded-lg bg-danger-soft px-3 py-2 text-sm text-danger">
              {failure.sentence}
              {failure.requestId !== "" && (
                <span className="block text-xs break-all opacity-80">{t("common.request", { id: failure.requestId })}</span>
              )}
            </p>
          )}
          <Button kind="primary" type="submit" disabled={isBusy} className="min-h-11 w-full text-base">
            {action}
          </Button>
        </form>
        {hasProviders && <ProviderList />}
        {foot !== undefined && <p className="mt-6 text-sm text-muted">{foot}</p>}
      </div>
    </main>
  );
}

export function SetUpPage() {
  const t = useT();
  return (
    <Door
      isNew
      title={t("door.setUpTitle")}
      lead={t("door.setUpLead")}
      action={t("door.setUpAction")}
      enter={signUp}
    />
  );
}

function explainSignIn(error: unknown): Explained {
  const isMistaken = isCode(error, Code.InvalidArgument);
  return isMistaken ? { sentence: t("door.mistaken"), requestId: "" } : explain(error);
}

export function SignInPage() {
  const t = useT();
  return (
    <Door
      isNew={false}
      title={t("door.signInTitle")}
      lead={t(session.ending === "refused" ? "door.sessionEnded" : "door.signInLead")}
      action={t("door.signInAction")}
      enter={signIn}
      explainFailure={explainSignIn}
      hasProviders
      foot={<Rich text={t("door.noAccount")} parts={{ link: linkTo(paths.signUp()) }} />}
    />
  );
}

function explainSignUp(error: unknown): Explained {
  const explained = explain(error);
  return isCode(error, Code.PermissionDenied)
    ? { ...explained, sentence: t("door.closed") }
    : explained;
}

export function SignUpPage() {
  const t = useT();
  return (
    <Door
      isNew
      title={t("door.signUpTitle")}
      lead={t("door.signUpLead")}
      action={t("door.signUpAction")}
      enter={signUp}
      explainFailure={explainSignUp}
      hasProviders
      foot={<Rich text={t("door.haveAccount")} parts={{ link: linkTo(paths.signIn()) }} />}
    />
  );
}
