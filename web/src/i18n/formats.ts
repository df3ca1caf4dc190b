/** Dates, numbers and lists as the chosen language writes them. */
import { intlLocale } from ".";

/** Formats are slow to make: each is made once for a language. */
function remembered<Options, Format>(make: (locale: string, options: Options) => Format) {
  const known = new Map<string, Format>();
  return (options: Options): Format => {
    const key = `${intlLocale()} ${JSON.stringify(options)}`;
    const format = known.get(key) ?? make(intlLocale(), options);
    known.set(key, format);
    return format;
  };
}

export const dateFormat = remembered(
  (locale, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options),
);
export const numberFormat = remembered(
  (locale, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options),
);
export const relativeFormat = remembered(
  (locale, options: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(locale, options),
);
const listFormat = remembered((locale, options: Intl.ListFormatOptions) => new Intl.ListFormat(locale, options));

export function formatNumber(value: number): string {
  return numberFormat({}).format(value);
}

/** "one, two and three" */
export function formatList(items: readonly string[]): string {
  return listFormat({ type: "conjunction" }).format(items);
}

const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** "1.4 MB" */
export function formatBytes(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  const unit = units[power] ?? "byte";
  const style = { style: "unit", unit, unitDisplay: power === 0 ? "long" : "short" } as const;
  return numberFormat({ ...style, maximumFractionDigits: power === 0 ? 0 : 1 }).format(bytes / 1000 ** power);
}
