/** The keys of the page: one table that the listener, the palette, the help and the tooltips read. */

export const keys = [
  { press: "c", does: "keys.write", act: "write" },
  { press: "/", does: "keys.search", act: "search" },
  { press: "j", does: "keys.next", act: "next" },
  { press: "k", does: "keys.previous", act: "previous" },
  { press: "Enter", does: "keys.open", act: "open" },
  { press: "e", does: "keys.edit", act: "edit" },
  { press: "p", does: "keys.pin", act: "pin" },
  { press: "a", does: "keys.archive", act: "archive" },
  { press: "Delete", does: "keys.delete", act: "delete" },
  { press: "l", does: "keys.link", act: "link" },
  { press: "Mod+z", does: "keys.undo", act: "undo" },
  { press: "x", does: "keys.select", act: "select" },
  { press: "Mod+k", does: "keys.palette", act: "palette" },
  { press: "g n", does: "keys.goNotes", act: "go-notes" },
  { press: "g e", does: "keys.goExplore", act: "go-explore" },
  { press: "g f", does: "keys.goAttachments", act: "go-attachments" },
  { press: "g i", does: "keys.goInbox", act: "go-inbox" },
  { press: "g s", does: "keys.goSettings", act: "go-settings" },
  { press: "g a", does: "keys.goArchive", act: "go-archive" },
  { press: "g t", does: "keys.goTrash", act: "go-trash" },
  { press: "?", does: "keys.help", act: "help" },
] as const;

/** Keys that hold while typing; listed in the help, handled where the text is. */
export const typingKeys = [
  { press: "Mod+Enter", does: "keys.typingSave" },
  { press: "Tab", does: "keys.typingTag" },
  { press: "Escape", does: "keys.typingLeave" },
] as const;

export type Act = (typeof keys)[number]["act"];

const isApple = /Mac|iPhone|iPad/u.test(navigator.userAgent);
const shown: Readonly<Record<string, string>> = {
  Mod: isApple ? "⌘" : "Ctrl",
  Delete: "Del",
  Escape: "Esc",
  Enter: isApple ? "↩" : "Enter",
};

/** The caps to draw for a key: `"Mod+z"` gives `["Ctrl", "z"]`. */
export function caps(press: string): string[] {
  return press.split(/[+ ]/u).map((cap) => shown[cap] ?? cap);
}

export function pressOf(act: Act): string {
  const entry = keys.find((key) => key.act === act);
  return caps(entry?.press ?? "").join(" ");
}

/** Acts on the note that has, or last had, the focus. */
export const noteActs: readonly Act[] = ["open", "edit", "pin", "archive", "delete", "link", "select"];

/** How the table spells a key event; modifiers other than Shift and the command key never match. */
export function spell(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">): string {
  if (event.altKey) return "";
  const modified = event.ctrlKey || event.metaKey;
  return modified ? `Mod+${event.key}` : event.key;
}

/** The act of a key after the one before it (`g` starts a pair); null when the table has none. */
export function actOf(press: string, before: string): Act | null {
  const pair = keys.find((key) => key.press === `${before} ${press}`);
  const single = keys.find((key) => key.press === press);
  return (pair ?? single)?.act ?? null;
}

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;
}
