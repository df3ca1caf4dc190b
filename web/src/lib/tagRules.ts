/** How tags look: rules by exact tag first, then by regular expression over the whole tag. */
export interface TagRule {
  /** 0 to 1 each; null keeps the page's own colour. */
  readonly color: { readonly red: number; readonly green: number; readonly blue: number } | null;
  readonly isBlurred: boolean;
}

export type TagRules = ReadonlyMap<string, TagRule>;

function isMatch(pattern: string, tag: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, "u").test(tag);
  } catch {
    // Somebody's tag is no pattern: it names itself alone.
    return false;
  }
}

export function ruleOf(rules: TagRules, tag: string): TagRule | null {
  const exact = rules.get(tag);
  if (exact !== undefined) return exact;
  for (const [pattern, rule] of rules) if (isMatch(pattern, tag)) return rule;
  return null;
}

export function isBlurred(rules: TagRules, tags: readonly string[]): boolean {
  return rules.size > 0 && tags.some((tag) => ruleOf(rules, tag)?.isBlurred === true);
}

/** Black or white, whichever is easier to read on a colour (WCAG's relative luminance). */
export function inkOn({ red, green, blue }: NonNullable<TagRule["color"]>): "#000" | "#fff" {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000" : "#fff";
}

function percent(part: number): string {
  return `${Math.round(Math.min(Math.max(part, 0), 1) * 100)}%`;
}

export function cssColor({ red, green, blue }: NonNullable<TagRule["color"]>): string {
  return `rgb(${percent(red)} ${percent(green)} ${percent(blue)})`;
}
