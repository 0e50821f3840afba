import { useEffect, useRef } from 'react';
import { useStage } from '../kit/stage.ts';
import type { Stage } from '../kit/stage.ts';
import { useView } from '../../store/view-slice.ts';
import { HOURS, clockTurns, labelReach } from '../layers/clock/clock-layout.ts';
import { DUST_HEIGHT, obstaclesOf, placeHour } from './hour-places.ts';

/** 12, 1 ... 11 around the ring: text over the canvas, gone where a sphere would lie under it. */
export function HourLabels({ visible }: { readonly visible: boolean }) {
  const stage = useStage();
  const host = useRef<HTMLDivElement>(null);
  const reach = useView(labelReach);
  const turns = useView(clockTurns);
  const lift = useView(({ layers }) => (layers.events ? DUST_HEIGHT : 0));

  useEffect(() => {
    let placedFor: unknown;
    let placedTree = -1;
    const place = (): void => {
      if (placedFor === stage.orbit.view && placedTree === stage.treeVersion) return;
      placedFor = stage.orbit.view;
      placedTree = stage.treeVersion;
      placeLabels(stage, host.current?.children, reach, lift);
    };
    place();
    placedFor = undefined; // the camera may be one frame behind the view
    stage.drawn.add(place);
    return () => {
      stage.drawn.delete(place);
    };
  }, [stage, visible, reach, turns, lift]);

  if (!visible) return null;
  return (
    <div ref={host} className="scene-hours" aria-hidden="true">
      {HOURS.slice(0, turns < 1 ? 12 * turns + 1 : 12).map((hour) => (
        <span key={hour}>{hour}</span>
      ))}
    </div>
  );
}

function placeLabels(
  stage: Stage,
  labels: HTMLCollection | undefined,
  reach: number,
  lift: number,
): void {
  if (!labels) return;
  const obstacles = obstaclesOf(stage.layout, stage.project, stage.size.height);
  for (let hour = 0; hour < labels.length; hour += 1) {
    const label = labels[hour];
    if (!(label instanceof HTMLElement)) continue;
    const { x, y, strength } = placeHour(stage.project, obstacles, hour, reach, lift);
    label.style.opacity = strength.toFixed(2);
    label.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translate(-50%, -50%)`;
  }
}
