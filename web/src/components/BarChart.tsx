/** Bars over time, each of which says its number. */
import { useT } from "../i18n";
import { dateFormat } from "../i18n/formats";
import type { Bar, Span } from "../lib/counts";

interface BarChartProps {
  readonly bars: readonly Bar[];
  readonly span: Span;
}

const [width, height] = [720, 160];

function labelOf(day: string, span: Span): string {
  const date = new Date(`${day}T00:00:00Z`);
  const parts = span === "month" ? ({ month: "long", year: "numeric" } as const) : ({ dateStyle: "medium" } as const);
  return dateFormat({ ...parts, timeZone: "UTC" }).format(date);
}

export function BarChart({ bars, span }: BarChartProps) {
  const t = useT();
  const highest = Math.max(1, ...bars.map(({ count }) => count));
  const step = width / bars.length;
  const total = bars.reduce((sum, { count }) => sum + count, 0);
  const [from, to] = [labelOf(bars[0]?.day ?? "", span), labelOf(bars.at(-1)?.day ?? "", span)];
  return (
    <figure>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={t("statistics.chart", { count: total, from, to })}
        className="block w-full text-accent rtl:-scale-x-100"
      >
        <line x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} stroke="var(--line-strong)" />
        {bars.map(({ day, count }, index) => (
          <rect
            key={day}
            x={index * step + step * 0.12}
            width={step * 0.76}
            y={height - 1 - (count / highest) * (height - 12)}
            height={(count / highest) * (height - 12)}
            rx={Math.min(2, step / 4)}
            fill="currentColor"
          >
            <title>{t("statistics.bar", { label: labelOf(day, span), count })}</title>
          </rect>
        ))}
      </svg>
      <figcaption className="mt-1 flex justify-between text-xs text-muted tabular-nums">
        <span>{from}</span>
        <span>{to}</span>
      </figcaption>
    </figure>
  );
}
