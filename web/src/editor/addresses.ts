/** How texts name notes and files of this server, also below a path. */
import { home } from "../paths";

/** `name` is a resource name, `memos/{uid}`. */
export function noteLink(title: string, name: string): string {
  const text = title.replaceAll(/[[\]\\]/gu, String.raw`\$&`).replaceAll("\n", " ");
  return `[${text}](${home.pathname}${name})`;
}

export function fileUrl(uid: string, filename: string): string {
  return `${home.pathname}file/attachments/${uid}/${encodeURIComponent(filename)}`;
}

export function pictureText(uid: string, filename: string): string {
  const name = filename.replace(/\.[^.]*$/u, "").replaceAll(/[[\]\\]/gu, "");
  return `![${name}](${fileUrl(uid, filename)})`;
}
