/**
 * Has diagrams drawn by `diagram.html`, a frame of an origin of its own that reaches neither the page nor the network.
 *
 * What comes back is shown as a picture only: even markup that slipped through could not run there.
 */
import { t } from "../i18n";
import { home } from "../paths";

export type Drawn =
  | { readonly address: string; readonly width: number; readonly height: number }
  | { readonly fault: string };

interface Answer {
  readonly id: number;
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  readonly fault: string;
}

/** A diagram that takes longer is given up, in milliseconds. */
const patience = 20_000;
const longest = 50_000;
const waiting = new Map<number, (answer: Answer) => void>();
let count = 0;
let frame: Promise<HTMLIFrameElement> | null = null;

function isAnswer(value: unknown): value is Answer {
  return (
    typeof value === "object" &&
    value !== null &&
    "id" in value &&
    typeof value.id === "number" &&
    "svg" in value &&
    typeof value.svg === "string" &&
    "width" in value &&
    "height" in value &&
    "fault" in value
  );
}

function openFrame(): Promise<HTMLIFrameElement> {
  const element = document.createElement("iframe");
  element.setAttribute("sandbox", "allow-scripts");
  element.className = "drawing-room";
  element.tabIndex = -1;
  element.title = "Diagrams";
  element.setAttribute("aria-hidden", "true");
  element.src = new URL("diagram.html", home).href;
  const opened = new Promise<HTMLIFrameElement>((resolve) => {
    window.addEventListener("message", ({ source, data }: MessageEvent<unknown>) => {
      if (source !== element.contentWindow) return;
      if (data === "ready") resolve(element);
      else if (isAnswer(data)) waiting.get(data.id)?.(data);
    });
  });
  document.body.append(element);
  return opened;
}

function asked(source: string, isDark: boolean): Promise<Answer> {
  count += 1;
  const id = count;
  return new Promise((resolve) => {
    const answer = (found: Answer): void => {
      clearTimeout(timer);
      waiting.delete(id);
      resolve(found);
    };
    const timer = setTimeout(() => answer({ id, svg: "", width: 0, height: 0, fault: t("markdown.tooSlow") }), patience);
    waiting.set(id, answer);
    frame ??= openFrame();
    // A frame without an origin can only be written to by "whoever is there".
    void frame.then(({ contentWindow }) => contentWindow?.postMessage({ id, source, isDark }, "*"));
  });
}

function picture({ svg, width, height }: Answer): Drawn {
  if (!(width > 0) || !(height > 0)) return { fault: t("markdown.emptyDiagram") };
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  return { address, width: Math.ceil(width), height: Math.ceil(height) };
}

export async function draw(source: string, isDark: boolean): Promise<Drawn> {
  if (source.length > longest) return { fault: t("markdown.tooLong") };
  const answer = await asked(source, isDark);
  return answer.fault === "" ? picture(answer) : { fault: answer.fault };
}
