/** A note in the middle and those around it that it is linked with; arrows show who refers to whom. */
import { useId } from "react";
import { Link } from "react-router";

import { useT } from "../../i18n";
import { paths } from "../../paths";
import type { Neighbour } from "./Relations";

const [width, height] = [260, 200];
const [middle, centre] = [width / 2, height / 2];
/** More do not fit around one. */
const most = 12;
const longestLabel = 14;

function shortened(text: string): string {
  const letters = Array.from(text);
  return letters.length > longestLabel ? `${letters.slice(0, longestLabel - 1).join("")}…` : text;
}

function placeOf(index: number, count: number): { readonly x: number; readonly y: number } {
  const angle = (index / count) * 2 * Math.PI - Math.PI / 2;
  return { x: middle + Math.cos(angle) * 88, y: centre + Math.sin(angle) * 72 };
}

export function RelationGraph({ notes }: { readonly notes: readonly Neighbour[] }) {
  const t = useT();
  const tip = useId();
  const shown = notes.slice(0, most);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="group" aria-label={t("memo.page.graph")} className="w-full text-muted">
      <defs>
        <marker id={tip} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="5" markerHeight="5" orient="auto">
          <path d="M0 0 8 4 0 8z" fill="currentColor" />
        </marker>
      </defs>
      {shown.map(({ name, text, isReferring }, index) => {
        const { x, y } = placeOf(index, shown.length);
        const [nearX, nearY] = [middle + (x - middle) * 0.16, centre + (y - centre) * 0.16];
        const [farX, farY] = [middle + (x - middle) * 0.88, centre + (y - centre) * 0.88];
        const ends = isReferring ? { x1: farX, y1: farY, x2: nearX, y2: nearY } : { x1: nearX, y1: nearY, x2: farX, y2: farY };
        return (
          <g key={`${name} ${isReferring}`}>
            <line {...ends} stroke="currentColor" strokeWidth="1" opacity="0.7" markerEnd={`url(#${tip})`} />
            <Link to={paths.memo(name)} aria-label={text || t("memo.page.untitled")}>
              <circle cx={x} cy={y} r="5" fill="var(--surface)" stroke="var(--accent)" strokeWidth="1.5" />
              <text x={x} y={y + (y < centre ? -9 : 15)} textAnchor="middle" fontSize="9" fill="currentColor">
                {shortened(text || t("memo.page.untitled"))}
              </text>
            </Link>
          </g>
        );
      })}
      <circle cx={middle} cy={centre} r="7" fill="var(--accent)" />
    </svg>
  );
}
