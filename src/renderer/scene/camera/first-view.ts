import type { ViewState } from '../../store/view-slice.ts';
import { RING } from '../layers/events/event-layout.ts';
import { CYLINDER, SHELL } from '../layers/events/event-shapes.ts';
import { LATTICE } from '../layers/lattice/lattice-layout.ts';
import { latticeFloor } from '../layers/lattice/lattice-places.ts';
import { clockTurns, labelReach } from '../layers/clock/clock-layout.ts';
import { DUST_HEIGHT } from '../overlay/hour-places.ts';
import { FCC_DIRECTIONS, NESTINGS } from '../layers/spheres/kissing-places.ts';
import { EVERYTHING, HOME_ANGLES } from './camera-fit.ts';
import type { Framing, Vector } from './camera-fit.ts';

/** What lies flat is looked at from higher up. */
const FLAT_ELEVATION = 0.82;
const FOLD_ELEVATION = 0.62;
/** Loss whose dust a view of the cylinder or the sphere still holds, in nats. */
const HELD_NATS = 4;

type Shown = Pick<ViewState, 'layers' | 'look'>;

/** What the first view must hold, and from where it is looked at: by what is shown, in its layout. */
export function framingOf(view: Shown): Framing {
  const points = [
    ...(view.layers.clock ? namePoints(view) : []),
    ...(view.layers.spheres ? spherePoints(view) : []),
    ...(view.layers.events ? eventPoints(view) : []),
    ...(view.layers.lattice ? latticePoints(view) : []),
  ];
  const angles = { ...HOME_ANGLES, elevation: elevationOf(view) };
  return { angles, points: points.length > 0 ? points : EVERYTHING };
}

function elevationOf({ layers, look }: Shown): number {
  const flatSpheres = !layers.spheres || look.spheres.layout === 'clock';
  const flatEvents = !layers.events || ['ring', 'spokes'].includes(look.events.layout);
  if (!flatSpheres || !flatEvents) return HOME_ANGLES.elevation;
  if (!layers.lattice) return FLAT_ELEVATION;
  if (look.lattice.layout === 'sphere') return HOME_ANGLES.elevation;
  return look.lattice.layout === 'fold' ? FOLD_ELEVATION : FLAT_ELEVATION;
}

/** The hours' names; behind the lattice they stand above the dust. */
function namePoints(view: Shown): readonly Vector[] {
  const names = circle(labelReach(view) + 0.04, RING.floor, clockTurns(view));
  if (!view.layers.events) return names;
  const lifted = names.filter(([, , z]) => z < -1);
  return [...names, ...lifted.map(([x, y, z]): Vector => [x, y + DUST_HEIGHT, z])];
}

function spherePoints({ look }: Shown): readonly Vector[] {
  if (look.spheres.layout === 'clock') return circle(1, NESTINGS.clock.height);
  return FCC_DIRECTIONS.map(([x, y, z]): Vector => [x * 1.02, y * 1.02, z * 1.02]);
}

function eventPoints({ look }: Shown): readonly Vector[] {
  switch (look.events.layout) {
    case 'ring':
    case 'spokes':
      return circle(RING.outer, RING.floor);
    case 'cylinder': {
      const reach = CYLINDER.radius + CYLINDER.reachPerNat * HELD_NATS;
      return [...circle(reach, CYLINDER.half), ...circle(reach, -CYLINDER.half)];
    }
    case 'sphere':
      return ball(SHELL.radius + SHELL.reachPerNat * HELD_NATS);
  }
}

function latticePoints(view: Shown): readonly Vector[] {
  const floor = latticeFloor(view);
  const reach = LATTICE.outer + 0.06;
  switch (view.look.lattice.layout) {
    case 'sphere':
      return ball(LATTICE.sphere);
    case 'fold':
      return [
        [0, floor, 0],
        ...circle(reach, floor + 3 * LATTICE.sheet, 0.25),
        ...circle(reach, floor, 0.25),
      ];
    case 'rings':
    case 'spiral':
    case 'rays':
      return circle(reach, floor);
  }
}

function circle(reach: number, height: number, turns = 1): readonly Vector[] {
  return Array.from({ length: 49 }, (_, i): Vector => {
    const angle = (i / 48) * turns * 2 * Math.PI;
    return [reach * Math.sin(angle), height, -reach * Math.cos(angle)];
  });
}

function ball(radius: number): readonly Vector[] {
  return [-0.9, -0.6, -0.3, 0, 0.3, 0.6, 0.9, 1, -1].flatMap((up) =>
    circle(radius * Math.sqrt(1 - up * up), radius * up),
  );
}
