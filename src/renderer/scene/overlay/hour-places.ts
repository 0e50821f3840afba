import { FIELD_OF_VIEW } from '../camera/camera-fit.ts';
import type { Stage, StagePoint } from '../kit/stage.ts';
import { LABEL_REACH, hourPlace } from '../layers/clock/clock-layout.ts';
import { MAX_HEIGHT_NATS, RING } from '../layers/events/event-layout.ts';
import type { SphereLayout } from '../layers/spheres/sphere-layout.ts';

/** Half the room that a name takes, in CSS pixels. */
const ROOM = 9;
/** Height of the dust over its floor: what a name behind the lattice is lifted by. */
export const DUST_HEIGHT = RING.heightPerNat * MAX_HEIGHT_NATS;
/** Where a sphere is in the way, a name behind the lattice is lifted by these, in world units, before it is left out. */
const LIFTS = [0, 0.1, 0.2] as const;
/** Deeper spheres lie within their ancestor's shell of this level, which stands for them. */
const COARSEST = 2;

/** Where the name of an hour is drawn: CSS pixels on the stage, 0..1 how strongly (0: a sphere is in the way). */
export interface HourLabel {
  readonly x: number;
  readonly y: number;
  readonly strength: number;
}

/** A circle on the stage that a name must not touch. */
export interface Obstacle {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Place of hour `hour` (0: 12 o'clock): at the ring's foot in front, above the dust behind, and nowhere over a sphere. */
export function placeHour(
  project: Stage['project'],
  obstacles: readonly Obstacle[],
  hour: number,
  reach = LABEL_REACH,
  dustHeight: number = DUST_HEIGHT,
): HourLabel {
  const [x, floor, z] = hourPlace(hour, reach);
  const depths = project(x, floor, z).depth - project(0, 0, 0).depth;
  const behind = Math.min(1, Math.max(0, depths / reach + 0.25));
  for (const lift of behind > 0.5 ? LIFTS : LIFTS.slice(0, 1)) {
    const at = project(x, floor + behind * dustHeight + lift, z);
    if (at.depth > 0 && !touches(obstacles, at)) {
      return { x: at.x, y: at.y, strength: 1 - 0.3 * behind };
    }
  }
  const at = project(x, floor, z);
  return { x: at.x, y: at.y, strength: 0 };
}

/** The spheres as circles on the stage; of a deep tree the shells of level 2, which hold the rest. */
export function obstaclesOf(
  layout: SphereLayout,
  project: Stage['project'],
  stageHeight: number,
): Obstacle[] {
  const slope = stageHeight / (2 * Math.tan(FIELD_OF_VIEW / 2));
  const circles: Obstacle[] = [];
  for (let id = 0; id < layout.count && (layout.levels[id] ?? 0) <= COARSEST; id += 1) {
    const { centres } = layout;
    const at = project(centres[id * 3] ?? 0, centres[id * 3 + 1] ?? 0, centres[id * 3 + 2] ?? 0);
    const whole = layout.levels[id] === COARSEST && layout.leaves[id] !== 1;
    const radius = (whole ? layout.shells[id] : layout.radii[id]) ?? 0;
    if (at.depth > 0) circles.push({ x: at.x, y: at.y, radius: (radius / at.depth) * slope });
  }
  return circles;
}

function touches(obstacles: readonly Obstacle[], { x, y }: StagePoint): boolean {
  return obstacles.some((circle) => {
    const reach = circle.radius + ROOM;
    return (circle.x - x) ** 2 + (circle.y - y) ** 2 < reach * reach;
  });
}
