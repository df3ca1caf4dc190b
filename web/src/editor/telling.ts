/**
 * Tells the page of changes after they are painted: what it does with a long text delays no key.
 *
 * Before somebody leaves the text, saves it or closes the page, it is told at once.
 */
import { Annotation } from "@codemirror/state";
import { type EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";

/** What came from outside is not told back. */
export const fromOutside = Annotation.define<boolean>();

/** Later than the next frame, long before the draft is written; in milliseconds. */
const afterPaint = 40;

export class Teller {
  readonly #view: EditorView;
  readonly #onChange: (text: string) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What was told last, as long as it is what the text says. */
  #told: string | null = null;
  readonly #tell = (): void => this.tell();

  constructor(view: EditorView, onChange: (text: string) => void) {
    this.#view = view;
    this.#onChange = onChange;
    window.addEventListener("pagehide", this.#tell, true);
    window.addEventListener("visibilitychange", this.#tell, true);
  }

  get isBehind(): boolean {
    return this.#timer !== undefined;
  }

  get told(): string | null {
    return this.#told;
  }

  update(update: ViewUpdate): void {
    if (update.docChanged) this.#told = null;
    const isOwn = update.docChanged && !update.transactions.some((change) => change.annotation(fromOutside) === true);
    if (isOwn) this.#timer ??= setTimeout(this.#tell, afterPaint);
  }

  tell(): void {
    if (!this.isBehind) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#told = this.#view.state.doc.toString();
    this.#onChange(this.#told);
  }

  destroy(): void {
    this.tell();
    window.removeEventListener("pagehide", this.#tell, true);
    window.removeEventListener("visibilitychange", this.#tell, true);
  }
}

export function telling(onChange: (text: string) => void): ViewPlugin<Teller> {
  return ViewPlugin.define((view) => new Teller(view, onChange), {
    eventHandlers: {
      blur() {
        this.tell();
      },
    },
  });
}
