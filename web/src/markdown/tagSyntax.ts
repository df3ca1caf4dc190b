/** `#tag` as Markdown syntax: a construct of the tokenizer, so that code, links and escapes stay untouched. */
import type { Literal } from "mdast";
import type { Extension as FromMarkdown } from "mdast-util-from-markdown";
import type { Code, Construct, Extension, State, Tokenizer } from "micromark-util-types";

import { isTagCharacter, longestTag } from "../lib/tags";

export interface Tag extends Literal {
  type: "tag";
  /** As written, without the `#`. */
  value: string;
}

declare module "mdast" {
  interface PhrasingContentMap {
    tag: Tag;
  }
  interface RootContentMap {
    tag: Tag;
  }
}

declare module "micromark-util-types" {
  interface TokenTypeMap {
    tag: "tag";
    tagMarker: "tagMarker";
    tagName: "tagName";
  }
}

const numberSign = 35;

function isHighSurrogate(code: Code): boolean {
  return code !== null && code >= 0xd800 && code <= 0xdbff;
}

/** Two code units that are one tag character. */
const astralCharacter: Construct = {
  partial: true,
  tokenize(effects, ok, nok) {
    let high = 0;
    const second: State = (code) => {
      const isPair = code !== null && code >= 0xdc00 && code <= 0xdfff;
      if (!isPair || !isTagCharacter((high - 0xd800) * 0x400 + (code - 0xdc00) + 0x10000)) return nok(code);
      effects.consume(code);
      return ok;
    };
    return (code) => {
      high = code ?? 0;
      effects.consume(code);
      return second;
    };
  },
};

const tokenize: Tokenizer = (effects, ok, nok) => {
  let length = 0;

  const end: State = (code) => {
    if (length === 0) return nok(code);
    effects.exit("tagName");
    effects.exit("tag");
    return ok(code);
  };
  const inside: State = (code) => {
    if (code === null || code < 0 || length === longestTag) return end(code);
    if (isHighSurrogate(code)) return effects.check(astralCharacter, takePair, end)(code);
    return isTagCharacter(code) ? take(code) : end(code);
  };
  const take: State = (code) => {
    length += 1;
    effects.consume(code);
    return inside;
  };
  const takePair: State = (code) => {
    length += 1;
    effects.consume(code);
    return takeLow;
  };
  const takeLow: State = (code) => {
    effects.consume(code);
    return inside;
  };

  return (code) => {
    effects.enter("tag");
    effects.enter("tagMarker");
    effects.consume(code);
    effects.exit("tagMarker");
    effects.enter("tagName");
    return inside;
  };
};

export const tagSyntax: Extension = { text: { [numberSign]: { name: "tag", tokenize } } };

export const tagFromMarkdown: FromMarkdown = {
  enter: {
    tag(token) {
      this.enter({ type: "tag", value: "" }, token);
    },
  },
  exit: {
    tag(token) {
      const node = this.stack.at(-1);
      if (node?.type === "tag") node.value = this.sliceSerialize(token).slice(1);
      this.exit(token);
    },
  },
};
