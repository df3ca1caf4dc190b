/** Keys pressed after the wish to write, kept until the text to write in is there. */
export function typeAhead(): void {
  let text = "";
  const types = ["keydown", "pointerdown", "focusin"] as const;
  const hear = (event: Event): void => {
    const { target } = event;
    if (event instanceof KeyboardEvent && !/^(?:Tab|Escape)$/u.test(event.key)) {
      if (event.key.length > 1 || event.ctrlKey || event.metaKey) return;
      // Such a key is no command.
      event.preventDefault();
      text += event.key;
      return;
    }
    const isText = target instanceof HTMLTextAreaElement;
    if (event.type === "focusin" && !isText) return;
    for (const type of types) document.removeEventListener(type, hear, true);
    if (!isText) return;
    target.setRangeText(text, target.selectionStart, target.selectionEnd, "end");
    target.dispatchEvent(new Event("input", { bubbles: true }));
  };
  for (const type of types) document.addEventListener(type, hear, true);
}
