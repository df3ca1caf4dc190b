/** A person named in a note: a link to their page, or plain text where nobody has that name. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { person } from "../api/people";
import { paths } from "../paths";

export function MentionLink({ name }: { readonly name: string }) {
  const { data } = useQuery(person(name));
  if (data === undefined || data === null) return `@${name}`;
  return (
    <Link to={paths.user(data.username)} className="mention" title={data.displayName || data.username}>
      @{name}
    </Link>
  );
}
