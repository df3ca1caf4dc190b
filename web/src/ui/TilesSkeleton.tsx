/** The shape of tiles that are still loading, laid out as those that will stand there. */
import { useT } from "../i18n";

interface TilesSkeletonProps {
  readonly count: number;
  /** How they are laid out, and what one looks like. */
  readonly grid: string;
  readonly tile: string;
}

export function TilesSkeleton({ count, grid, tile }: TilesSkeletonProps) {
  const t = useT();
  return (
    <div role="status" aria-label={t("common.loading")} className={`late grid ${grid}`}>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className={tile} />
      ))}
    </div>
  );
}
