import { useEffect, useRef } from 'react';
import { FIELD_OF_VIEW } from '../camera/camera-fit.ts';
import { useStage } from '../kit/stage.ts';
import type { Stage } from '../kit/stage.ts';
import { HOURS, LABEL_REACH, hourPlace } from '../layers/clock/clock-layout.ts';
import { MAX_HEIGHT_NATS, RING } from '../layers/events/event-layout.ts';

/** Half the room a label takes, in CSS pixels. */
const ROOM = 9;
const DUST_HEIGHT = RING.heightPerNat * MAX_HEIGHT_NATS;

/** 12, 1 ... 11 around the ring: text over the canvas, gone where a sphere would lie under it. */
export function HourLabels({ visible }: { readonly visible: boolean }) {
  const stage = useStage();
  const host = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let placedFor: unknown;
    let placedTree = -1;
    const place = (): void => {
      if (placedFor === stage.orbit.view && placedTree === stage.treeVersion) return;
      placedFor = stage.orbit.view;
      placedTree = stage.treeVersion;
      placeLabels(stage, host.current?.children);
    };
    place();
    stage.drawn.add(place);
    return () => {
      stage.drawn.delete(place);
    };
  }, [stage, visible]);

  if (!visible) return null;
  return (
    <div ref={host} className="scene-hours" aria-hidden="true">
      {HOURS.map((hour) => (
        <span key={hour}>{hour}</span>
      ))}
    </div>
  );
}

function placeLabels(stage: Stage, labels: HTMLCollection | undefined): void {
  if (!labels) return;
  const middle = stage.project(0, 0, 0).depth;
  for (let hour = 0; hour < labels.length; hour += 1) {
    const label = labels[hour];
    if (!(label instanceof HTMLElement)) continue;
    const [x, floor, z] = hourPlace(hour);
    const low = stage.project(x, floor, z);
    // Behind the lattice the dust would rise through the name: there it stands above the dust.
    const behind = Math.min(1, Math.max(0, (low.depth - middle) / LABEL_REACH + 0.25));
    const at = stage.project(x, floor + behind * DUST_HEIGHT, z);
    const hidden = at.depth <= 0 || sphereAt(stage, at.x, at.y);
    label.style.opacity = hidden ? '0' : (1 - 0.3 * behind).toFixed(2);
    label.style.transform = `translate(${at.x.toFixed(1)}px, ${at.y.toFixed(1)}px) translate(-50%, -50%)`;
  }
}

/** Whether a sphere's picture touches the label's room. */
function sphereAt({ layout, project, size }: Stage, x: number, y: number): boolean {
  const slope = size.height / (2 * Math.tan(FIELD_OF_VIEW / 2));
  for (let id = 0; id < layout.count; id += 1) {
    const at = project(
      layout.centres[id * 3] ?? 0,
      layout.centres[id * 3 + 1] ?? 0,
      layout.centres[id * 3 + 2] ?? 0,
    );
    if (at.depth <= 0) continue;
    const reach = ((layout.radii[id] ?? 0) / at.depth) * slope + ROOM;
    if (Math.abs(at.x - x) < reach && Math.hypot(at.x - x, at.y - y) < reach) return true;
  }
  return false;
}
