import type { EventLayoutName } from '../../../store/scene-look.ts';
import { MAX_HEIGHT_NATS, RING } from './event-layout.ts';

export type Point = readonly [number, number, number];

/** A cylinder around the lattice, its axis up: height is the place within the shell, distance from the axis grows with the loss. */
export const CYLINDER = { radius: 1.42, half: 0.72, reachPerNat: 0.03 } as const;
/** A sphere around the lattice: equal areas for equal counts from the bottom (k = 1) to the top (the boundary). */
export const SHELL = { radius: 1.3, reachPerNat: 0.03 } as const;
/** Spokes reach further in than the ring, so that rays show as rays. */
export const SPOKES = { inner: 1.14, outer: 1.8 } as const;

/** Order of the layouts in the shader. */
export const EVENT_LAYOUT_CODES: Readonly<Record<EventLayoutName, number>> = {
  ring: 0,
  cylinder: 1,
  sphere: 2,
  spokes: 3,
};

/** What decides where an event stands. */
export interface EventPoint {
  /** Place within the shell, 0 (k = 1) to 1 (k = 144,000). */
  readonly share: number;
  /** Theta of the event, radians from 12 o'clock, clockwise. */
  readonly thetaRad: number;
  /** Theta of its token's own prime. */
  readonly spokeRad: number;
  readonly lossNats: number;
}

/** Place of an event in a layout, world units; the shader does the same (EVENT_PLACE_GLSL). */
export function eventPoint(layout: EventLayoutName, event: EventPoint): Point {
  const { share, thetaRad, spokeRad } = event;
  const loss = Math.min(Math.max(event.lossNats, 0), MAX_HEIGHT_NATS);
  const around = (angle: number, reach: number, height: number): Point => [
    reach * Math.sin(angle),
    height,
    -reach * Math.cos(angle),
  ];
  const height = RING.floor + RING.heightPerNat * loss;
  switch (layout) {
    case 'ring':
      return around(thetaRad, evenReach(share, RING.inner, RING.outer), height);
    case 'cylinder':
      return around(
        thetaRad,
        CYLINDER.radius + CYLINDER.reachPerNat * loss,
        (2 * share - 1) * CYLINDER.half,
      );
    case 'sphere': {
      const radius = SHELL.radius + SHELL.reachPerNat * loss;
      const up = 2 * share - 1;
      return around(thetaRad, radius * Math.sqrt(Math.max(0, 1 - up * up)), radius * up);
    }
    case 'spokes':
      return around(spokeRad, evenReach(share, SPOKES.inner, SPOKES.outer), height);
  }
}

function evenReach(share: number, inner: number, outer: number): number {
  return Math.sqrt(inner ** 2 + share * (outer ** 2 - inner ** 2));
}

const float = (x: number): string => (Number.isInteger(x) ? `${x}.0` : String(x));

/** GLSL: eventPoint(layout, share, theta, spoke, loss), loss already within 0..MAX_HEIGHT_NATS. */
export const EVENT_PLACE_GLSL = /* glsl */ `
  vec3 around(float angle, float reach, float height) {
    return vec3(reach * sin(angle), height, -reach * cos(angle));
  }

  vec3 eventPoint(int layoutCode, float share, float theta, float spoke, float loss) {
    float height = ${float(RING.floor)} + ${float(RING.heightPerNat)} * loss;
    if (layoutCode == 1) {
      return around(theta, ${float(CYLINDER.radius)} + ${float(CYLINDER.reachPerNat)} * loss, (2.0 * share - 1.0) * ${float(CYLINDER.half)});
    }
    if (layoutCode == 2) {
      float radius = ${float(SHELL.radius)} + ${float(SHELL.reachPerNat)} * loss;
      float up = 2.0 * share - 1.0;
      return around(theta, radius * sqrt(max(0.0, 1.0 - up * up)), radius * up);
    }
    if (layoutCode == 3) {
      return around(spoke, sqrt(mix(${float(SPOKES.inner ** 2)}, ${float(SPOKES.outer ** 2)}, share)), height);
    }
    return around(theta, sqrt(mix(${float(RING.inner ** 2)}, ${float(RING.outer ** 2)}, share)), height);
  }
`;
