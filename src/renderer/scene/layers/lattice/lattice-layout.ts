import type { LatticeLayoutName } from '../../../store/scene-look.ts';

export type Point = readonly [number, number, number];

/**
 * The clock lattice in world units. `outer` is inside the ring of events. `ring` is the step between the clock's rings of 12, 60,
 * 60 and 100; all later primes go round and round in a band beyond them, whose rounds share its width evenly. `sheet` is the height between the fold's four quadrants.
 */
export const LATTICE = {
  outer: 1.25,
  ring: 0.25,
  band: { inner: 1.1, outer: 1.25 },
  /** Half the angle that a ray's primes are spread over, by theta. */
  rayReach: Math.PI / 20,
  sheet: 0.1,
  /** Radius of the sphere: just around the lattice of spheres. */
  sphere: 1.12,
} as const;

/** Height of the flat layouts: that of the ring of events, or beneath the spheres when they are shown. */
export const LATTICE_FLOORS = { free: -0.16, beneath: -1.14 } as const;

/** Steps of the clock's rings; the last is gone round again and again. */
export const RING_STEPS = [12, 60, 60, 100, 1_000] as const;
/** Index of the first prime of the outermost ring. */
const FIRST_OF_BAND = 233;
/** Primes of one round of it. */
const ROUND = 1_000;

/** Order of the layouts in the shader. */
export const LATTICE_LAYOUT_CODES: Readonly<Record<LatticeLayoutName, number>> = {
  rings: 0,
  spiral: 1,
  rays: 2,
  fold: 3,
  sphere: 4,
};

/** What decides where a prime stands. */
export interface LatticePrime {
  /** Its index, from 1. */
  readonly k: number;
  /** How many primes are shown. */
  readonly count: number;
  /** Radians in [0, 2 pi) from 12 o'clock, clockwise, by the terms that are on. */
  readonly thetaRad: number;
  /** As the engine packs it: position | ring << 16 | group << 24. */
  readonly place: number;
}

/** Place of a prime in a layout, world units; the shader does the same (LATTICE_PLACE_GLSL). */
export function latticePoint(layout: LatticeLayoutName, prime: LatticePrime, floor: number): Point {
  const { k, count, thetaRad, place } = prime;
  const share = (k - 0.5) / count;
  const even = LATTICE.outer * Math.sqrt(share);
  switch (layout) {
    case 'rings': {
      const ring = (place >>> 16) & 0xff;
      const steps = RING_STEPS[ring] ?? 1_000;
      return around(((place & 0xffff) / steps) * 2 * Math.PI, ringReach(ring, k, count), floor);
    }
    case 'spiral':
      return around(thetaRad, even, floor);
    case 'rays': {
      const spread = (thetaRad / Math.PI - 1) * LATTICE.rayReach;
      return around(((place >>> 24) * Math.PI) / 6 + spread, even, floor);
    }
    case 'fold': {
      const { angle, quadrant } = folded(thetaRad);
      return around(angle, even, floor + LATTICE.sheet * (4 - quadrant));
    }
    case 'sphere': {
      // The inverse of the stereographic projection of the plane's (rho, theta); rho^2 = share / (1 - share) makes it even.
      const square = share / (1 - share);
      const scale = LATTICE.sphere / (square + 1);
      return around(thetaRad, 2 * Math.sqrt(square) * scale, (square - 1) * scale);
    }
  }
}

/** Distance from the axis of the k-th of `count` primes, which stands on `ring`. */
export function ringReach(ring: number, k: number, count: number): number {
  if (ring < 4) return LATTICE.ring * (ring + 1);
  const { inner, outer } = LATTICE.band;
  const round = Math.floor((k - FIRST_OF_BAND) / ROUND);
  return inner + ((outer - inner) * round) / Math.max(1, bandRounds(count) - 1);
}

/** Rounds of the outermost ring that `count` primes begin. */
export function bandRounds(count: number): number {
  return Math.max(0, Math.ceil((count - FIRST_OF_BAND + 1) / ROUND));
}

/** An angle laid over the first quadrant, and the quadrant 1 to 4 it came from: together they give it back. */
export function folded(thetaRad: number): { readonly angle: number; readonly quadrant: number } {
  if (thetaRad <= Math.PI / 2) return { angle: thetaRad, quadrant: 1 };
  if (thetaRad <= Math.PI) return { angle: Math.PI - thetaRad, quadrant: 2 };
  if (thetaRad <= Math.PI * 1.5) return { angle: thetaRad - Math.PI, quadrant: 3 };
  return { angle: 2 * Math.PI - thetaRad, quadrant: 4 };
}

/** Clockwise from 12 o'clock at -z, as seen from above. */
export function around(angle: number, reach: number, height: number): Point {
  return [reach * Math.sin(angle), height, -reach * Math.cos(angle)];
}

/** Diameter of a dot in world units: fewer primes are drawn larger. */
export function dotSize(count: number): number {
  return Math.min(Math.max(0.6 / Math.sqrt(Math.max(1, count)), 0.0055), 0.034);
}

const float = (x: number): string => (Number.isInteger(x) ? `${x}.0` : String(x));
const PI = 'LATTICE_PI';

/** GLSL: latticePoint(layout, k, count, theta, place, floor). */
export const LATTICE_PLACE_GLSL = /* glsl */ `
  const float ${PI} = 3.141592653589793;

  vec3 aroundAxis(float angle, float reach, float height) {
    return vec3(reach * sin(angle), height, -reach * cos(angle));
  }

  vec3 latticePoint(int layoutCode, uint k, float count, float theta, uint place, float floorAt) {
    float share = (float(k) - 0.5) / count;
    float even = ${float(LATTICE.outer)} * sqrt(share);
    if (layoutCode == 0) {
      uint ring = (place >> 16) & 255u;
      float steps = ring == 0u ? 12.0 : ring < 3u ? 60.0 : ring == 3u ? 100.0 : 1000.0;
      float reach = ring < 4u
        ? ${float(LATTICE.ring)} * float(ring + 1u)
        : ${float(LATTICE.band.inner)} + ${float(LATTICE.band.outer - LATTICE.band.inner)} * float((k - ${FIRST_OF_BAND}u) / ${ROUND}u)
          / max(1.0, ceil((count - ${float(FIRST_OF_BAND - 1)}) / ${float(ROUND)}) - 1.0);
      return aroundAxis(float(place & 65535u) / steps * 2.0 * ${PI}, reach, floorAt);
    }
    if (layoutCode == 1) return aroundAxis(theta, even, floorAt);
    if (layoutCode == 2) {
      float spread = (theta / ${PI} - 1.0) * ${float(LATTICE.rayReach)};
      return aroundAxis(float(place >> 24) * ${PI} / 6.0 + spread, even, floorAt);
    }
    if (layoutCode == 3) {
      float angle = theta;
      float sheet = 3.0;
      if (theta > 1.5 * ${PI}) { angle = 2.0 * ${PI} - theta; sheet = 0.0; }
      else if (theta > ${PI}) { angle = theta - ${PI}; sheet = 1.0; }
      else if (theta > 0.5 * ${PI}) { angle = ${PI} - theta; sheet = 2.0; }
      return aroundAxis(angle, even, floorAt + ${float(LATTICE.sheet)} * sheet);
    }
    float square = share / (1.0 - share);
    float scale = ${float(LATTICE.sphere)} / (square + 1.0);
    return aroundAxis(theta, 2.0 * sqrt(square) * scale, (square - 1.0) * scale);
  }
`;
