/** Runs inside of the frame without rights: draws the diagrams that the page around asks for. */
import type { Mermaid } from "mermaid";

interface Question {
  readonly id: number;
  readonly source: string;
  readonly isDark: boolean;
}

function isQuestion(value: unknown): value is Question {
  return typeof value === "object" && value !== null && "id" in value && "source" in value && "isDark" in value;
}

function prepare(mermaid: Mermaid, isDark: boolean): void {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: "strict",
    // What a diagram says about its own settings changes none of these.
    secure: ["secure", "securityLevel", "startOnLoad", "maxTextSize", "maxEdges", "suppressErrorRendering", "htmlLabels"],
    suppressErrorRendering: true,
    // Plain text draws alike in every browser, also within a picture.
    htmlLabels: false,
    flowchart: { htmlLabels: false },
    maxEdges: 500,
    fontFamily: "system-ui, sans-serif",
    theme: isDark ? "dark" : "neutral",
  });
}

/** The drawing with a size of its own, as strict XML: that is what a picture has to be. */
function sized(svg: string): { readonly svg: string; readonly width: number; readonly height: number } {
  const { body } = new DOMParser().parseFromString(svg, "text/html");
  const drawing = body.querySelector("svg");
  const [, , width = 0, height = 0] = (drawing?.getAttribute("viewBox") ?? "").split(/[ ,]+/u).map(Number);
  if (drawing === null) return { svg: "", width: 0, height: 0 };
  drawing.setAttribute("width", String(width));
  drawing.setAttribute("height", String(height));
  return { svg: new XMLSerializer().serializeToString(drawing), width, height };
}

async function answer({ id, source, isDark }: Question): Promise<void> {
  try {
    const { default: mermaid } = await import("mermaid");
    prepare(mermaid, isDark);
    const { svg } = await mermaid.render(`diagram-${id}`, source);
    parent.postMessage({ id, ...sized(svg), fault: "" }, "*");
  } catch (error) {
    const [line = ""] = String(error instanceof Error ? error.message : error).split("\n");
    parent.postMessage({ id, svg: "", width: 0, height: 0, fault: line }, "*");
  }
}

let before = Promise.resolve();
window.addEventListener("message", ({ source, data }: MessageEvent<unknown>) => {
  if (source !== parent || !isQuestion(data)) return;
  // One after another: Mermaid keeps its settings in one place.
  before = before.then(() => answer(data));
});
parent.postMessage("ready", "*");
