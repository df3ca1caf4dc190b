/** How notes draw what leads elsewhere in the page: for readers with an account, and for those of a share link. */
import { Link } from "react-router";

import type { Drawing } from "../markdown/inline";
import { MentionLink } from "./MentionLink";
import { NotePicture } from "./NotePicture";
import { TagLink } from "./TagLink";

export const drawing: Drawing = {
  tag: (tag) => <TagLink tag={tag} />,
  mention: (name) => <MentionLink name={name} />,
  page: (path, children) => <Link to={path}>{children}</Link>,
  picture: (address, alt) => <NotePicture address={address} alt={alt} />,
};

function withToken(address: string, token: string): string {
  const url = new URL(address);
  if (url.pathname.includes("/file/")) url.searchParams.set("share_token", token);
  return url.href;
}

/** For whoever has nothing but the link: no place to go to but the text itself. */
export function sharedDrawing(token: string): Drawing {
  return {
    tag: (tag) => <span className="tag">#{tag}</span>,
    mention: (name) => `@${name}`,
    page: (path, children) => <Link to={path}>{children}</Link>,
    picture: (address, alt) => <NotePicture address={withToken(address, token)} alt={alt} />,
  };
}
