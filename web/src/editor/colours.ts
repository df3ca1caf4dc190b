/**
 * Colours of the text that is on the screen. Like `syntaxHighlighting`, but blocks before the screen are
 * stepped over by whole branches of the tree: at the end of a long note a key costs what it costs at its beginning.
 */
import { syntaxTree } from "@codemirror/language";
import { type Extension, Prec, RangeSetBuilder } from "@codemirror/state";
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import type { Tree } from "@lezer/common";
import { type Highlighter, highlightTree } from "@lezer/highlight";

const marks = new Map<string, Decoration>();

function markOf(classes: string): Decoration {
  const known = marks.get(classes);
  if (known !== undefined) return known;
  const mark = Decoration.mark({ class: classes });
  marks.set(classes, mark);
  return mark;
}

type Put = (from: number, to: number, classes: string) => void;

/** Tell the colours of all that lies between two positions, as `highlightTree` does, without looking at the rest. */
export function highlightBlocks(tree: Tree, highlighter: Highlighter, put: Put, from: number, to: number): void {
  tree.iterate({
    from,
    to,
    enter: ({ type, tree: block, from: at }) => {
      if (type.isTop) return true;
      if (block === null) return false;
      const putThere: Put = (start, end, classes) => put(at + start, at + end, classes);
      highlightTree(block, highlighter, putThere, Math.max(0, from - at), Math.min(block.length, to - at));
      return false;
    },
  });
}

class Colours {
  decorations: DecorationSet;
  readonly #highlighter: Highlighter;
  #tree: Tree;
  /** How far the text is coloured. */
  #end: number;

  constructor(view: EditorView, highlighter: Highlighter) {
    this.#highlighter = highlighter;
    this.#tree = syntaxTree(view.state);
    this.decorations = this.#draw(view);
    this.#end = view.viewport.to;
  }

  update({ state, view, changes, viewportChanged }: ViewUpdate): void {
    const tree = syntaxTree(state);
    const end = changes.mapPos(this.#end, 1);
    // Until what is on the screen has been read again, old colours are better than none.
    if (tree.length < view.viewport.to && tree.type === this.#tree.type && end >= view.viewport.to) {
      this.decorations = this.decorations.map(changes);
      this.#end = end;
    } else if (tree !== this.#tree || viewportChanged) {
      this.#tree = tree;
      this.decorations = this.#draw(view);
      this.#end = view.viewport.to;
    }
  }

  #draw(view: EditorView): DecorationSet {
    const builder = new RangeSetBuilder<Decoration>();
    const put: Put = (from, to, classes) => builder.add(from, to, markOf(classes));
    for (const { from, to } of view.visibleRanges) highlightBlocks(this.#tree, this.#highlighter, put, from, to);
    return builder.finish();
  }
}

export function colours(highlighter: Highlighter): Extension {
  return Prec.high(
    ViewPlugin.define((view) => new Colours(view, highlighter), { decorations: (plugin) => plugin.decorations }),
  );
}
