import { useTools } from '../../store/tool-slice.ts';

/** The box or lasso while it is drawn. */
export function RegionOutline() {
  const region = useTools((tools) => tools.region);
  if (!region) return null;
  const points = region.points.map(({ x, y }) => `${x},${y}`).join(' ');
  const [a, b] = region.points;
  return (
    <svg className="scene-region" aria-hidden="true">
      {region.shape === 'lasso' ? (
        <polygon points={points} />
      ) : (
        a &&
        b && (
          <rect
            x={Math.min(a.x, b.x)}
            y={Math.min(a.y, b.y)}
            width={Math.abs(a.x - b.x)}
            height={Math.abs(a.y - b.y)}
          />
        )
      )}
    </svg>
  );
}
