import { RING } from '../events/event-layout.ts';
import type { SphereLayoutName } from '../../../store/scene-look.ts';

/** Children of a sphere: the kissing number of three dimensions. */
export const KISSING = 12;

export type Direction = readonly [number, number, number];

/**
 * Unit direction of each group: the twelve neighbours of face-centred cubic packing, turned so that a threefold
 * axis points up. Sorted by azimuth they then stand on the twelve hours of a clock seen from above
 * (12 at -z, clockwise): even groups on the equator, 1, 5, 9 above, 3, 7, 11 below.
 */
export const FCC_DIRECTIONS: readonly Direction[] = Array.from({ length: KISSING }, (_, group) => {
  const azimuthRad = (group * Math.PI) / 6;
  const height = group % 2 === 0 ? 0 : group % 4 === 1 ? Math.sqrt(2 / 3) : -Math.sqrt(2 / 3);
  const reach = group % 2 === 0 ? 1 : Math.sqrt(1 / 3);
  return [reach * Math.sin(azimuthRad), height, -reach * Math.cos(azimuthRad)];
});

/** The icosahedron, a fivefold axis up: 0 the top, 1 to 10 by azimuth, alternately above and below, 11 the bottom. */
export const ICOSAHEDRAL_DIRECTIONS: readonly Direction[] = Array.from(
  { length: KISSING },
  (_, group) => {
    if (group === 0 || group === KISSING - 1) return [0, group === 0 ? 1 : -1, 0];
    const azimuthRad = ((group - 1) * Math.PI) / 5;
    const height = (group % 2 === 1 ? 1 : -1) / Math.sqrt(5);
    const reach = 2 / Math.sqrt(5);
    return [reach * Math.sin(azimuthRad), height, -reach * Math.cos(azimuthRad)];
  },
);

/** The twelve hours in the ring's plane. */
export const CLOCK_DIRECTIONS: readonly Direction[] = Array.from(
  { length: KISSING },
  (_, group) => {
    const azimuthRad = (group * Math.PI) / 6;
    return [Math.sin(azimuthRad), 0, -Math.cos(azimuthRad)];
  },
);

/** How children stand in their parent's shell. */
export interface Nesting {
  readonly directions: readonly Direction[];
  /** A child's shell as a share of its parent's. */
  readonly share: number;
  /** Distance of a child's centre as a share of the parent's shell: the child touches the shell from inside. */
  readonly reach: number;
  /** Radius of the free ball in the middle, which stands for the parent, as a share of its shell. */
  readonly middle: number;
  /** Height of the root, in world units. */
  readonly height: number;
  /** Groups of children that stand next to each other. */
  readonly neighbours: readonly (readonly [number, number])[];
}

/** Twelve circles in a ring that touch their neighbours: the share is 1 / (1 + 1 / sin 15°). */
const CLOCK_SHARE = 1 / (1 + 1 / Math.sin(Math.PI / 12));

export const NESTINGS: Readonly<Record<SphereLayoutName, Nesting>> = {
  packed: {
    directions: FCC_DIRECTIONS,
    share: 1 / 3,
    reach: 2 / 3,
    middle: 1 / 3,
    height: 0,
    neighbours: neighboursOf(FCC_DIRECTIONS),
  },
  icosahedral: {
    directions: ICOSAHEDRAL_DIRECTIONS,
    share: 1 / 3,
    reach: 2 / 3,
    middle: 1 / 3,
    height: 0,
    neighbours: neighboursOf(ICOSAHEDRAL_DIRECTIONS),
  },
  clock: {
    directions: CLOCK_DIRECTIONS,
    share: CLOCK_SHARE,
    reach: 1 - CLOCK_SHARE,
    middle: 1 - 2 * CLOCK_SHARE,
    height: RING.floor, // in the plane of the hours
    neighbours: neighboursOf(CLOCK_DIRECTIONS),
  },
};

/** Pairs at the least distance that any two have: 24 in the cubic packing, 30 in the icosahedron, 12 on the clock. */
function neighboursOf(directions: readonly Direction[]): (readonly [number, number])[] {
  const pairs = directions.flatMap((a, i) =>
    directions.slice(0, i).map((b, j) => {
      const apart = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
      return { pair: [j, i] as const, apart };
    }),
  );
  const least = Math.min(...pairs.map(({ apart }) => apart));
  return pairs.filter(({ apart }) => apart < least * 1.001).map(({ pair }) => pair);
}
