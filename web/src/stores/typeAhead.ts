/** Keys pressed after the wish to write, kept until the form to write in has come and takes them. */
import { session } from "../api/client";
import { isTyping } from "../lib/keys";

/** So long they are kept from being commands, in milliseconds. */
const patience = 10_000;
const types = ["keydown", "pointerdown", "focusin"] as const;
const moves = /^(?:Delete|Home|End|Arrow.*|Page.*)$/u;

let kept = "";
let stop = (): void => undefined;

function keep(event: KeyboardEvent): void {
  const { key } = event;
  const isCommand = (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState("AltGraph");
  if (key === "Escape" || key === "Tab") return giveUp();
  if (key === "Backspace") kept = kept.slice(0, -1);
  else if (key === "Enter" && !isCommand) kept += "\n";
  else if (key.length === 1 && !isCommand) kept += key;
  else if (!moves.test(key)) return undefined;
  // Such a key is no command.
  event.preventDefault();
  return undefined;
}

function giveUp(): void {
  stop();
  kept = "";
}

// What somebody typed is nobody else's.
session.onEnd(giveUp);

export function typeAhead(): void {
  giveUp();
  if (isTyping(document.activeElement)) return;
  const hear = (event: Event): void => {
    if (event instanceof KeyboardEvent) keep(event);
    else if (event.type === "pointerdown") giveUp();
    else if (isTyping(event.target)) stop();
  };
  const timer = setTimeout(() => stop(), patience);
  for (const type of types) document.addEventListener(type, hear, true);
  stop = () => {
    clearTimeout(timer);
    for (const type of types) document.removeEventListener(type, hear, true);
  };
}

/** What was typed so far; there is nothing to wait for any more. */
export function takeAhead(): string {
  const text = kept;
  giveUp();
  return text;
}
