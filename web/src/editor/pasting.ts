/** Files and formatted text that are pasted or dropped. */
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/** Office programs put a picture of the text beside it: the text is what is wanted. */
function filesOf(data: DataTransfer | null): readonly File[] {
  if (data === null || data.types.includes("text/plain")) return [];
  return [...data.files];
}

/** Whether pasted HTML says more than its plain text: a list, a link, a heading. */
export function isFormatted(html: string): boolean {
  return /<(?:a\s[^>]*href|b|strong|i|em|h[1-6]|li|table|blockquote|pre|code|img|del|s)\b/iu.test(html);
}

async function pasteHtml(view: EditorView, html: string, plain: string): Promise<void> {
  const text = await import("./fromHtml").then(
    ({ markdownOf }) => markdownOf(html),
    () => "",
  );
  view.dispatch(view.state.replaceSelection(text === "" ? plain : text), { scrollIntoView: true, userEvent: "input.paste" });
}

function onPaste(event: ClipboardEvent, view: EditorView, onFiles: (files: readonly File[]) => void): boolean {
  const files = filesOf(event.clipboardData);
  if (files.length > 0) {
    onFiles(files);
    return true;
  }
  const html = event.clipboardData?.getData("text/html") ?? "";
  if (!isFormatted(html) || isPlainWanted) return false;
  void pasteHtml(view, html, event.clipboardData?.getData("text/plain") ?? "");
  return true;
}

/** Ctrl+Shift+V asks for the text alone. */
let isPlainWanted = false;

export function pasting(onFiles: (files: readonly File[]) => void): Extension {
  return EditorView.domEventHandlers({
    keydown: (event) => {
      isPlainWanted = event.shiftKey && event.key.toLowerCase() === "v";
      return false;
    },
    paste: (event, view) => {
      const isTaken = onPaste(event, view, onFiles);
      if (isTaken) event.preventDefault();
      return isTaken;
    },
    drop: (event) => {
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return false;
      event.preventDefault();
      onFiles(files);
      return true;
    },
  });
}
