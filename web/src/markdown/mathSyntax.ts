/**
 * `$x$` and `$$x$$` within a line as Markdown syntax; blocks between lines of `$$` are the library's.
 *
 * Prices stay prices: the text stands close to its dollars, and no digit follows the last one. A `#`
 * is never part of it, so that whatever the server takes for a tag is one here too.
 */
import { type InlineMath, mathFromMarkdown } from "mdast-util-math";
import type { Extension as FromMarkdown } from "mdast-util-from-markdown";
import { math } from "micromark-extension-math";
import type { Code, Extension, State, Tokenizer } from "micromark-util-types";

import type { Grammar } from "./parse";

declare module "micromark-util-types" {
  interface TokenTypeMap {
    formula: "formula";
  }
}

const dollar = 36;
const backslash = 92;
const numberSign = 35;
const space = 32;

function isDigit(code: Code): boolean {
  return code !== null && code >= 48 && code <= 57;
}

const tokenize: Tokenizer = (effects, ok, nok) => {
  let opened = 0;
  let closed = 0;
  let last: Code = null;

  const opening: State = (code) => {
    if (code === dollar && opened < 2) {
      opened += 1;
      effects.consume(code);
      return opening;
    }
    return code === dollar || (opened === 1 && code === space) ? nok(code) : inside(code);
  };
  const inside: State = (code) => {
    if (code === null || code < 0 || code === numberSign) return nok(code);
    if (code === dollar) return opened === 1 && last === space ? nok(code) : closing(code);
    last = code;
    effects.consume(code);
    return code === backslash ? escaped : inside;
  };
  const escaped: State = (code) => {
    if (code === null || code < 0) return nok(code);
    effects.consume(code);
    return inside;
  };
  const closing: State = (code) => {
    if (code === dollar && closed < opened) {
      closed += 1;
      effects.consume(code);
      return closing;
    }
    if (last === null || closed < opened || code === dollar || (opened === 1 && isDigit(code))) return nok(code);
    effects.exit("formula");
    return ok(code);
  };

  return (code) => {
    effects.enter("formula");
    return opening(code);
  };
};

const blocks = math().flow;

const mathSyntax: Extension = {
  text: { [dollar]: { name: "formula", tokenize, previous: (code) => code !== dollar } },
  ...(blocks === undefined ? {} : { flow: blocks }),
};

function isDisplayed(source: string): boolean {
  return source.startsWith("$$");
}

const formulaFromMarkdown: FromMarkdown = {
  enter: {
    formula(token) {
      const source = this.sliceSerialize(token);
      const marks = isDisplayed(source) ? 2 : 1;
      const node: InlineMath = { type: "inlineMath", value: source.slice(marks, -marks).trim() };
      if (marks === 2) node.data = { isDisplayed: true };
      this.enter(node, token);
    },
  },
  exit: {
    formula(token) {
      this.exit(token);
    },
  },
};

/** What notes with dollars are read with besides. */
export const formulas: Grammar = {
  extensions: [mathSyntax],
  mdastExtensions: [mathFromMarkdown(), formulaFromMarkdown],
};

declare module "mdast-util-math" {
  interface InlineMathData {
    /** Stands on a line of its own. */
    isDisplayed?: boolean;
  }
}
