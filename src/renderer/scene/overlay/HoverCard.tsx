import { useEffect, useReducer, useRef } from 'react';
import { useRun } from '../../store/run-slice.ts';
import { useSelection } from '../../store/selection-slice.ts';
import { sphereView } from '../../store/sphere-view.ts';
import { FIELD_OF_VIEW } from '../camera/camera-fit.ts';
import { useStage } from '../kit/stage.ts';
import { placedEvent } from '../layers/events/event-places.ts';
import { placedPrime } from '../layers/lattice/lattice-places.ts';
import { ballOf } from '../layers/selection/selected-balls.ts';
import { cardPlace } from './card-place.ts';
import { clockWords, tokenWords } from './event-words.ts';
import { gradientWords, sphereKind, sphereName, stateWords } from './sphere-words.ts';

const REFRESH_MS = 200;

/** What lies under the pointer, beside it and never over it; refreshed five times a second. */
export function HoverCard() {
  const stage = useStage();
  const hovered = useSelection((selection) => selection.hovered);
  const card = useRef<HTMLDivElement>(null);
  const [, refresh] = useReducer((count: number) => count + 1, 0);

  useEffect(() => {
    if (!hovered) return undefined;
    const timer = setInterval(refresh, REFRESH_MS);
    return () => {
      clearInterval(timer);
    };
  }, [hovered]);

  useEffect(() => {
    if (!hovered) return undefined;
    const place = (): void => {
      const ball = ballOf(stage, hovered);
      const element = card.current;
      if (!ball || !element) return;
      const at = stage.project(...ball.centre);
      const radius = radiusInPixels(ball.radius, at.depth, stage.size.height);
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
  }, [stage, hovered]);

  if (!hovered || !ballOf(stage, hovered)) return null;
  return (
    <div ref={card} className="scene-card" style={{ visibility: 'hidden' }} aria-hidden="true">
      {hovered.kind === 'sphere' && <SphereText id={hovered.id} />}
      {hovered.kind === 'event' && <EventText n={hovered.n} />}
      {hovered.kind === 'prime' && <PrimeText k={hovered.k} />}
    </div>
  );
}

function SphereText({ id }: { readonly id: number }) {
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

function EventText({ n }: { readonly n: number }) {
  const corpus = useRun(({ status }) => status.corpus);
  const event = placedEvent(n);
  if (!event) return null;
  return (
    <>
      <div>
        <b>Event {n.toLocaleString('en')}</b> · group {event.group}
      </div>
      <div>
        {tokenWords(corpus?.tokenTexts[event.token], event.token)} · loss{' '}
        <b className="scene-figure">{event.lossNats.toFixed(3)}</b> nats
      </div>
      <div>
        θ <span className="scene-figure">{clockWords(event.theta)}</span>
        {event.sphere !== undefined && ` · sphere ${event.sphere}`}
      </div>
    </>
  );
}

function PrimeText({ k }: { readonly k: number }) {
  const prime = placedPrime(k);
  if (!prime) return null;
  return (
    <>
      <div>
        <b>Prime {prime.p.toLocaleString('en')}</b> · index {k.toLocaleString('en')}
      </div>
      <div>
        group {prime.group} · θ <span className="scene-figure">{clockWords(prime.theta)}</span>
      </div>
    </>
  );
}

function radiusInPixels(radius: number, depth: number, stageHeight: number): number {
  return depth > 0 ? (radius / depth / (2 * Math.tan(FIELD_OF_VIEW / 2))) * stageHeight : 0;
}
