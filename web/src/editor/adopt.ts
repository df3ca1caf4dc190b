/**
 * Lets CodeMirror's own styles past the content policy, which refuses `<style>` elements.
 *
 * They become one adopted sheet, in a layer of its own: whatever `editor.css` says wins.
 */
import { StyleModule } from "style-mod";

const known: StyleModule[] = [];
const sheet = new CSSStyleSheet();

function mount(modules: StyleModule | readonly StyleModule[]): void {
  const wanted = modules instanceof StyleModule ? [modules] : modules;
  const fresh = wanted.filter((module) => !known.includes(module));
  if (fresh.length === 0) return;
  known.push(...fresh);
  sheet.replaceSync(`@layer codemirror {\n${known.map((module) => module.getRules()).join("\n")}\n}`);
}

/** Must be called before the first editor is made; throws where sheets cannot be adopted. */
export function adoptStyles(): void {
  if (document.adoptedStyleSheets.includes(sheet)) return;
  document.adoptedStyleSheets.push(sheet);
  StyleModule.mount = (_root, modules) => mount(modules);
}
