/** A page that is not for whoever came. */
import { ShieldX } from "lucide-react";
import { Link } from "react-router";

import { useTitle } from "../hooks/useTitle";
import { useT } from "../i18n";
import { paths } from "../paths";
import { Notice } from "../ui/Notice";

export function ForbiddenPage() {
  const t = useT();
  useTitle(t("shell.forbiddenTitle"));
  return (
    <Notice
      icon={ShieldX}
      title={t("shell.forbidden")}
      action={
        <Link to={paths.notes()} className="inline-flex min-h-11 items-center text-sm font-medium text-accent hover:underline">
          {t("shell.notFoundAction")}
        </Link>
      }
    >
      {t("shell.forbiddenHint")}
    </Notice>
  );
}
