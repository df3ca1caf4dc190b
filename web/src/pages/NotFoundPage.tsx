/** An address without a page. */
import { Compass } from "lucide-react";
import { Link } from "react-router";

import { useT } from "../i18n";
import { useTitle } from "../hooks/useTitle";
import { paths } from "../paths";
import { Notice } from "../ui/Notice";

export function NotFoundPage() {
  const t = useT();
  useTitle(t("shell.notFoundTitle"));
  return (
    <Notice
      icon={Compass}
      title={t("shell.notFound")}
      action={
        <Link to={paths.notes()} className="inline-flex min-h-11 items-center text-sm font-medium text-accent hover:underline">
          {t("shell.notFoundAction")}
        </Link>
      }
    />
  );
}
