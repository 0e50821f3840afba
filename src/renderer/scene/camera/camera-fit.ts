import { LABEL_REACH, onRing } from '../layers/clock/clock-layout.ts';
import { FCC_DIRECTIONS } from '../layers/spheres/sphere-layout.ts';

export type Vector = readonly [number, number, number];

/** Room to leave free at the edges of the stage, in CSS pixels. */
export interface Insets {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** Where a camera looks from: angles in radians, azimuth 0 looks along -z (towards 12 o'clock), elevation above the ring. */
export interface View {
  readonly azimuth: number;
  readonly elevation: number;
  readonly distance: number;
  readonly target: Vector;
}

/** What a view must hold, and from where it looks. */
export interface Framing {
  readonly angles: Pick<View, 'azimuth' | 'elevation'>;
  readonly points: readonly Vector[];
}

export interface StageSize {
  readonly width: number;
  readonly height: number;
}

/** Vertical field of view, radians: long enough a lens that near spheres do not dwarf far ones. */
export const FIELD_OF_VIEW = (30 * Math.PI) / 180;

/** First view: from a little above, turned so that no two spheres of the equator hide each other. */
export const HOME_ANGLES = { azimuth: -0.3, elevation: 0.4 } as const;

/** The names of the hours, and the twelve tips that a tree of any depth stays within: what the first view must hold. */
export const EVERYTHING: readonly Vector[] = [
  ...Array.from({ length: 48 }, (_, i) => onRing((i * Math.PI) / 24, LABEL_REACH + 0.04)),
  ...FCC_DIRECTIONS.map(([x, y, z]): Vector => [x * 1.02, y * 1.02, z * 1.02]),
];

/** Unit vectors of a view: right, up, and back (from the target to the eye). */
export function viewAxes(
  azimuth: number,
  elevation: number,
): Record<'right' | 'up' | 'back', Vector> {
  const [sa, ca, se, ce] = [
    Math.sin(azimuth),
    Math.cos(azimuth),
    Math.sin(elevation),
    Math.cos(elevation),
  ];
  return { right: [ca, 0, -sa], up: [-sa * se, ce, -ca * se], back: [sa * ce, se, ca * ce] };
}

export function eyeOf({ azimuth, elevation, distance, target }: View): Vector {
  const { back } = viewAxes(azimuth, elevation);
  return [
    target[0] + back[0] * distance,
    target[1] + back[1] * distance,
    target[2] + back[2] * distance,
  ];
}

/**
 * The nearest view along the given angles that shows all points inside the insets, and centred there: distance and
 * target are solved in turns, each in closed form, until they agree.
 */
export function fitPoints(
  points: readonly Vector[],
  angles: { readonly azimuth: number; readonly elevation: number },
  size: StageSize,
  insets: Insets,
): View {
  const { right, up, back } = viewAxes(angles.azimuth, angles.elevation);
  const free = {
    width: Math.max(40, size.width - insets.left - insets.right),
    height: Math.max(40, size.height - insets.top - insets.bottom),
  };
  const tan = Math.tan(FIELD_OF_VIEW / 2);
  const [tanX, tanY] = [(tan * free.width) / size.height, (tan * free.height) / size.height];
  const local = points.map((p) => [dot(p, right), dot(p, up), dot(p, back)] as const);
  let [x, y, distance] = [0, 0, 1];
  for (let round = 0; round < 12; round += 1) {
    distance = 0;
    for (const [px, py, pz] of local) {
      distance = Math.max(distance, pz + Math.abs(px - x) / tanX, pz + Math.abs(py - y) / tanY);
    }
    x += middle(local.map(([px, , pz]) => (px - x) / (distance - pz))) * distance;
    y += middle(local.map(([, py, pz]) => (py - y) / (distance - pz))) * distance;
  }
  // The free room's centre is not the stage's: shift the target by the difference, seen at its distance.
  const pixel = (2 * tan * distance) / size.height;
  const shiftX = x - ((insets.left - insets.right) / 2) * pixel;
  const shiftY = y + ((insets.top - insets.bottom) / 2) * pixel;
  const target: Vector = [
    right[0] * shiftX + up[0] * shiftY,
    right[1] * shiftX + up[1] * shiftY,
    right[2] * shiftX + up[2] * shiftY,
  ];
  return { ...angles, distance, target };
}

/** Where a view shows a point: CSS pixels from the stage's top left corner. */
export function pointOnStage(view: View, size: StageSize, point: Vector): { x: number; y: number } {
  const { right, up, back } = viewAxes(view.azimuth, view.elevation);
  const eye = eyeOf(view);
  const away: Vector = [point[0] - eye[0], point[1] - eye[1], point[2] - eye[2]];
  const scale = size.height / (2 * Math.tan(FIELD_OF_VIEW / 2)) / -dot(away, back);
  return {
    x: size.width / 2 + dot(away, right) * scale,
    y: size.height / 2 - dot(away, up) * scale,
  };
}

/** Distance from which a ball fills the given share of the smaller side of the stage. */
export function fitBall(radius: number, size: StageSize, share: number): number {
  const tan = Math.tan(FIELD_OF_VIEW / 2) * Math.min(1, size.width / size.height);
  return radius / Math.sin(Math.atan(tan * share));
}

function middle(values: readonly number[]): number {
  return (Math.min(...values) + Math.max(...values)) / 2;
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
