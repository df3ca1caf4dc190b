/** `@name` as Markdown syntax: behind a word's end, up to 63 letters, digits and dashes. */
import type { Literal } from "mdast";
import type { Extension as FromMarkdown } from "mdast-util-from-markdown";
import type { Code, Construct, Extension, State, Tokenizer } from "micromark-util-types";

export interface Mention extends Literal {
  type: "mention";
  /** As written, without the `@`. */
  value: string;
}

declare module "mdast" {
  interface PhrasingContentMap {
    mention: Mention;
  }
  interface RootContentMap {
    mention: Mention;
  }
}

declare module "micromark-util-types" {
  interface TokenTypeMap {
    mention: "mention";
  }
}

const atSign = 64;
const dash = 45;
const longestName = 63;
const nameCharacter = /^[\p{L}\p{N}-]$/u;
const boundary = /^[\s\p{P}\p{S}]$/u;

function isName(code: Code): code is number {
  return code !== null && code > 0 && nameCharacter.test(String.fromCharCode(code));
}

/** Line starts and ends are negative codes; half of a surrogate pair is, in front of a name, an emoji. */
function endsWord(code: Code): boolean {
  if (code === null || code < 0 || (code >= 0xdc00 && code <= 0xdfff)) return true;
  return boundary.test(String.fromCharCode(code));
}

const tokenize: Tokenizer = (effects, ok, nok) => {
  let length = 0;
  let hasLetter = false;

  const inside: State = (code) => {
    if (!isName(code)) {
      if (!hasLetter || length > longestName) return nok(code);
      effects.exit("mention");
      return ok(code);
    }
    length += 1;
    hasLetter ||= code !== dash;
    effects.consume(code);
    return inside;
  };

  return (code) => {
    effects.enter("mention");
    effects.consume(code);
    return inside;
  };
};

const mention: Construct = { name: "mention", tokenize, previous: endsWord };

export const mentionSyntax: Extension = { text: { [atSign]: mention } };

export const mentionFromMarkdown: FromMarkdown = {
  enter: {
    mention(token) {
      this.enter({ type: "mention", value: this.sliceSerialize(token).slice(1) }, token);
    },
  },
  exit: {
    mention(token) {
      this.exit(token);
    },
  },
};
