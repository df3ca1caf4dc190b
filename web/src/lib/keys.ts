/** The keys of the page: one table that the listener, the help and the tooltips read. */

export const keys = [
  { press: "c", does: "Write a note", act: "write" },
  { press: "/", does: "Search", act: "search" },
  { press: "j", does: "Next note", act: "next" },
  { press: "k", does: "Previous note", act: "previous" },
  { press: "Enter", does: "Open the note", act: "open" },
  { press: "e", does: "Edit the note", act: "edit" },
  { press: "p", does: "Pin or unpin the note", act: "pin" },
  { press: "a", does: "Archive or restore the note", act: "archive" },
  { press: "Delete", does: "Delete the note", act: "delete" },
  { press: "l", does: "Copy the note's link", act: "link" },
  { press: "Mod+z", does: "Undo, while it is offered", act: "undo" },
  { press: "g n", does: "Go to notes", act: "go-notes" },
  { press: "g a", does: "Go to the archive", act: "go-archive" },
  { press: "g t", does: "Go to the trash", act: "go-trash" },
  { press: "?", does: "Show this list", act: "help" },
] as const;

/** Keys that hold while typing; listed in the help, handled where the text is. */
export const typingKeys = [
  { press: "Mod+Enter", does: "Save" },
  { press: "Tab", does: "Take the suggested tag" },
  { press: "Escape", does: "Leave" },
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
