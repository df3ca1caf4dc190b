/** What a user agent says of the device, for people: "Firefox, Windows". */

const browsers: readonly (readonly [RegExp, string])[] = [
  [/Edg(?:e|A|iOS)?\//u, "Edge"],
  [/OPR\/|Opera/u, "Opera"],
  [/SamsungBrowser\//u, "Samsung Internet"],
  [/Firefox\/|FxiOS\//u, "Firefox"],
  [/Chrome\/|CriOS\//u, "Chrome"],
  [/Version\/[\d.]+ .*Safari\//u, "Safari"],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/iPhone|iPad|iPod/u, "iOS"],
  [/Android/u, "Android"],
  [/Windows/u, "Windows"],
  [/CrOS/u, "ChromeOS"],
  [/Mac OS X|Macintosh/u, "macOS"],
  [/Linux|X11/u, "Linux"],
];

function first(table: readonly (readonly [RegExp, string])[], text: string): string {
  return table.find(([pattern]) => pattern.test(text))?.[1] ?? "";
}

/** Empty where the agent names neither a browser nor a program. */
export function deviceOf(userAgent: string): string {
  const known = [first(browsers, userAgent), first(systems, userAgent)].filter((part) => part !== "");
  if (known.length > 0) return known.join(", ");
  // Programs say their name first: "MoeMemosAndroid/1.2".
  return userAgent.split(/[\s/(]/u)[0] ?? "";
}
