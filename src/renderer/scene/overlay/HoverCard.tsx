import { useEffect, useReducer, useRef } from 'react';
import { useSelection } from '../../store/selection-slice.ts';
import { sphereView } from '../../store/sphere-view.ts';
import { centreOf, useStage } from '../kit/stage.ts';
import { cardPlace } from './card-place.ts';
import { gradientWords, sphereKind, sphereName, stateWords } from './sphere-words.ts';

const REFRESH_MS = 200;

/** What lies under the pointer, beside it and never over it; refreshed five times a second. */
export function HoverCard() {
  const stage = useStage();
  const hovered = useSelection((selection) => selection.hovered);
  const card = useRef<HTMLDivElement>(null);
  const [, refresh] = useReducer((count: number) => count + 1, 0);
  const id = hovered?.kind === 'sphere' ? hovered.id : undefined;

  useEffect(() => {
    if (id === undefined) return undefined;
    const timer = setInterval(refresh, REFRESH_MS);
    return () => {
      clearInterval(timer);
    };
  }, [id]);

  useEffect(() => {
    if (id === undefined) return undefined;
    const place = (): void => {
      const centre = centreOf(stage, id);
      const element = card.current;
      if (!centre || !element) return;
      const [x, y, z] = centre;
      const at = stage.project(x, y, z);
      const radius = radiusInPixels(stage.layout.radii[id] ?? 0, at.depth, stage.size.height);
      const box = { width: element.offsetWidth, height: element.offsetHeight };
      const { left, top } = cardPlace({ ...at, radius }, box, stage.size);
      element.style.transform = `translate(${left}px, ${top}px)`;
      element.style.visibility = 'visible';
    };
    place();
    stage.drawn.add(place);
    return () => {
      stage.drawn.delete(place);
    };
  }, [stage, id]);

  if (id === undefined || id >= stage.layout.count) return null;
  return (
    <div ref={card} className="scene-card" style={{ visibility: 'hidden' }} aria-hidden="true">
      <CardText id={id} />
    </div>
  );
}

function CardText({ id }: { readonly id: number }) {
  const view = sphereView(id);
  const stage = useStage();
  if (!view) {
    const kind = { level: stage.layout.levels[id] ?? 0, leaf: stage.layout.leaves[id] === 1 };
    const group = id === 0 ? undefined : stage.tree.groups[id];
    return (
      <>
        <div>
          <b>{sphereName(id)}</b> · {sphereKind({ ...kind, group })}
        </div>
        <div>At rest: no run yet</div>
      </>
    );
  }
  const { critical, high, normal, low } = view.inbox;
  return (
    <>
      <div>
        <b>{sphereName(id)}</b> · {sphereKind(view)}
      </div>
      <div>{stateWords(view)}</div>
      <div>
        {view.worker === undefined ? 'no worker' : `worker ${view.worker}`} · inbox{' '}
        <span className="scene-figure">
          {critical} {high} {normal} {low}
        </span>
      </div>
      {view.gradientNorm !== undefined && (
        <div>
          gradient norm <b className="scene-figure">{gradientWords(view.gradientNorm)}</b>
        </div>
      )}
    </>
  );
}

function radiusInPixels(radius: number, depth: number, stageHeight: number): number {
  return depth > 0 ? (radius / depth / (2 * Math.tan(Math.PI / 12))) * stageHeight : 0;
}
