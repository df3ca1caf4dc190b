/** An address without a page. */
import { Compass } from "lucide-react";
import { Link } from "react-router";

import { useTitle } from "../hooks/useTitle";
import { paths } from "../paths";
import { Notice } from "../ui/Notice";

export function NotFoundPage() {
  useTitle("Not found");
  return (
    <Notice
      icon={Compass}
      title="There is no such page"
      action={
        <Link to={paths.notes()} className="text-sm font-medium text-accent hover:underline">
          Go to your notes
        </Link>
      }
    />
  );
}
