/** The pages in front of the notes: first set-up, signing in, signing up. */
import { Code } from "@connectrpc/connect";
import { type FormEvent, type ReactNode, useState } from "react";
import { Link } from "react-router";

import { signIn, signUp } from "../api/account";
import { session } from "../api/client";
import { type Explained, explain, isCode } from "../api/errors";
import { Mark } from "../components/Mark";
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
  readonly foot?: ReactNode;
}

const namePattern = "(?!\\d+$)[A-Za-z0-9]([A-Za-z0-9\\-]{0,34}[A-Za-z0-9])?";
const nameRule = "Letters, digits and hyphens, at most 36, not only digits.";
const shortestPassword = 8;

function textOf(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === "string" ? value : "";
}

function Door({ title, lead, action, isNew, enter, explainFailure = explain, foot }: DoorProps) {
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
            label="User name"
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            autoFocus
            {...(isNew ? { hint: nameRule, pattern: namePattern, title: nameRule } : {})}
          />
          <Field
            label="Password"
            name="password"
            type="password"
            required
            autoComplete={isNew ? "new-password" : "current-password"}
            {...(isNew ? { hint: `At least ${shortestPassword} characters.`, minLength: shortestPassword } : {})}
          />
          {failure !== null && (
            <p role="alert" className="rounded-lg bg-danger-soft px-3 py-2 text-sm text-danger">
              {failure.sentence}
              {failure.requestId !== "" && (
                <span className="block text-xs break-all opacity-80">Request {failure.requestId}</span>
              )}
            </p>
          )}
          <Button kind="primary" type="submit" disabled={isBusy} className="min-h-11 w-full text-base">
            {action}
          </Button>
        </form>
        {foot !== undefined && <p className="mt-6 text-sm text-muted">{foot}</p>}
      </div>
    </main>
  );
}

export function SetUpPage() {
  return (
    <Door
      isNew
      title="Welcome"
      lead="This server is new. The first account looks after it: it may change every setting and add people."
      action="Create the first account"
      enter={signUp}
    />
  );
}

function explainSignIn(error: unknown): Explained {
  const isMistaken = isCode(error, Code.InvalidArgument);
  return isMistaken ? { sentence: "The user name or the password is not right.", requestId: "" } : explain(error);
}

export function SignInPage() {
  return (
    <Door
      isNew={false}
      title="Sign in"
      lead={session.ending === "refused" ? "Your session has ended. What you typed is kept." : "Your notes are on this server."}
      action="Sign in"
      enter={signIn}
      explainFailure={explainSignIn}
      foot={
        <>
          No account yet?{" "}
          <Link to={paths.signUp()} className="font-medium text-accent hover:underline">
            Create one
          </Link>
        </>
      }
    />
  );
}

function explainSignUp(error: unknown): Explained {
  const explained = explain(error);
  return isCode(error, Code.PermissionDenied)
    ? { ...explained, sentence: "This server takes no new accounts. Ask whoever runs it for one." }
    : explained;
}

export function SignUpPage() {
  return (
    <Door
      isNew
      title="Create an account"
      lead="Your notes stay on this server, private unless you say otherwise."
      action="Create account"
      enter={signUp}
      explainFailure={explainSignUp}
      foot={
        <>
          Already have one?{" "}
          <Link to={paths.signIn()} className="font-medium text-accent hover:underline">
            Sign in
          </Link>
        </>
      }
    />
  );
}
