/** The rules of a user's tags between the setting and the form. */
import { create } from "@bufbuild/protobuf";

import { type Color, ColorSchema } from "../gen/google/type/color_pb";
import {
  type UserSetting_TagMetadata,
  UserSetting_TagMetadataSchema,
  type UserSetting_TagsSetting,
} from "../gen/memos/api/v1/user_service_pb";
import type { Key } from "../i18n";

export interface TagRule {
  /** Tells the rules of a form apart. */
  readonly id: string;
  /** A tag, or a regular expression for the whole of one. */
  readonly pattern: string;
  /** `#rrggbb`, or null for none. */
  readonly colour: string | null;
  readonly blur: boolean;
}

export interface RuleFault {
  readonly key: Key;
  readonly pattern: string;
}

/** Repetitions within repetitions can keep a browser busy for ever. */
const nested = /\([^)]*[+*][^)]*\)[+*{]/u;

function hex(part: number): string {
  return Math.round(part * 255)
    .toString(16)
    .padStart(2, "0");
}

export function colourText({ red, green, blue }: Color): string {
  return `#${hex(red)}${hex(green)}${hex(blue)}`;
}

function colourMessage(text: string): Color {
  const part = (at: number) => Number.parseInt(text.slice(at, at + 2), 16) / 255;
  return create(ColorSchema, { red: part(1), green: part(3), blue: part(5) });
}

export function rulesOf({ tags }: UserSetting_TagsSetting): readonly TagRule[] {
  return Object.entries(tags).map(([pattern, { backgroundColor, blurContent }]) => ({
    id: pattern,
    pattern,
    colour: backgroundColor === undefined ? null : colourText(backgroundColor),
    blur: blurContent,
  }));
}

export function tagsOf(rules: readonly TagRule[]): Record<string, UserSetting_TagMetadata> {
  return Object.fromEntries(
    rules.map(({ pattern, colour, blur }) => [
      pattern,
      create(UserSetting_TagMetadataSchema, {
        blurContent: blur,
        ...(colour === null ? {} : { backgroundColor: colourMessage(colour) }),
      }),
    ]),
  );
}

function isUsable(pattern: string): boolean {
  try {
    return pattern !== "" && !nested.test(pattern) && new RegExp(pattern, "u") instanceof RegExp;
  } catch {
    return false;
  }
}

/** What keeps rules from being saved; null when nothing does. */
export function faultOf(rules: readonly TagRule[]): RuleFault | null {
  const seen = new Set<string>();
  for (const { pattern } of rules) {
    if (!isUsable(pattern)) return { key: "settings.tags.badPattern", pattern };
    if (seen.has(pattern)) return { key: "settings.tags.twice", pattern };
    seen.add(pattern);
  }
  return null;
}
