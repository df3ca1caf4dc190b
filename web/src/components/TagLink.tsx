/** A tag in a note: leads to the notes that have it. */
import { Link } from "react-router";

import { paths } from "../paths";

export function TagLink({ tag }: { readonly tag: string }) {
  return (
    <Link to={paths.notes({ words: "", tag })} className="tag">
      #{tag}
    </Link>
  );
}

export function drawTag(tag: string) {
  return <TagLink tag={tag} />;
}
