/** Where identity providers send people back to: a moment's wait, or why it did not work. */
import { Code } from "@connectrpc/connect";
import { useEffect, useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";

import { t, useT } from "../i18n";
import { type Explained, explain, isCode } from "../api/errors";
import { arrival, RefusedError, StaleError } from "../api/providers";
import { Mark } from "../components/Mark";
import { Waiting } from "../components/Waiting";
import { useTitle } from "../hooks/useTitle";
import { paths } from "../paths";

function explainArrival(error: unknown): Explained {
  if (error instanceof StaleError) {
    return { sentence: t("door.staleArrival"), requestId: "" };
  }
  if (error instanceof RefusedError) {
    return { sentence: t("door.refusedArrival"), requestId: "" };
  }
  const explained = explain(error);
  if (isCode(error, Code.PermissionDenied)) {
    return { ...explained, sentence: t("door.notLetIn") };
  }
  if (isCode(error, Code.Unavailable)) {
    return { ...explained, sentence: t("door.providerSilent") };
  }
  return explained;
}

export function CallbackPage() {
  const t = useT();
  const [parameters] = useSearchParams();
  const navigate = useNavigate();
  const [failure, setFailure] = useState<Explained | null>(null);
  useTitle(t("door.signInTitle"));

  // Trading the code is all that this page is for.
  useEffect(() => {
    arrival(parameters).then(
      (next) => void navigate(next, { replace: true }),
      (error: unknown) => setFailure(explainArrival(error)),
    );
  }, [parameters, navigate]);

  if (failure === null) return <Waiting />;
  return (
    <main className="grid min-h-dvh place-items-center px-5 py-10">
      <div className="w-full max-w-sm">
        <Mark size={52} />
        <h1 className="mt-6 text-2xl font-semibold text-balance">{t("door.didNotWork")}</h1>
        <p role="alert" className="mt-2 text-pretty text-muted">
          {failure.sentence}
          {failure.requestId !== "" && <span className="block text-xs break-all">{t("common.request", { id: failure.requestId })}</span>}
        </p>
        <p className="mt-6 text-sm">
          <Link to={paths.signIn()} className="font-medium text-accent hover:underline">
            {t("door.backToSignIn")}
          </Link>
        </p>
      </div>
    </main>
  );
}
