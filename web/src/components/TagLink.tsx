/** A tag in a note: leads to the notes that have it, in the colour that its user chose. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { tagRules } from "../api/noteSettings";
import { useViewer } from "../hooks/useUser";
import { cssColor, inkOn, ruleOf } from "../lib/tagRules";
import { paths } from "../paths";

export function TagLink({ tag }: { readonly tag: string }) {
  const user = useViewer();
  const { data: rules } = useQuery({ ...tagRules(user?.name ?? ""), enabled: user !== null });
  const color = rules === undefined ? null : (ruleOf(rules, tag)?.color ?? null);
  return (
    <Link
      to={paths.notes({ words: "", tag })}
      className="tag"
      style={color === null ? undefined : { backgroundColor: cssColor(color), color: inkOn(color) }}
    >
      #{tag}
    </Link>
  );
}
