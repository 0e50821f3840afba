import { EVENT_BIT, PICK_SIDE } from '../../src/renderer/scene/picking/pick-result.ts';
import type { CameraView } from '../../src/renderer/store/stage-port.ts';

/** Something drawn as a ball with an exact silhouette. */
export interface Ball {
  readonly id: number;
  readonly centre: readonly [number, number, number];
  readonly radius: number;
}

/** Something drawn as a marker of `size` pixels. */
export interface Dot {
  readonly slot: number;
  readonly centre: readonly [number, number, number];
  /** Of the distance before the eye. */
  readonly size: (depth: number) => number;
  readonly shape: keyof typeof OUTSIDE;
}

/** How far a place, in pixels from a marker's middle and down, lies outside of its outline. Below 4 pixels every marker is a disc. */
const OUTSIDE = {
  disc: (x: number, y: number, size: number) => Math.hypot(x, y) - size / 2,
  square: (x: number, y: number, size: number) => Math.max(Math.abs(x), Math.abs(y)) - 0.42 * size,
  diamond: (x: number, y: number, size: number) =>
    (Math.abs(x) + Math.abs(y)) * Math.SQRT1_2 - 0.38 * size,
  triangle: (x: number, y: number, size: number) =>
    Math.max((Math.abs(x) * Math.sqrt(3)) / 2 - y / 2, y) - 0.28 * size,
};
/** What lies this far outside of its marker, in pixels, is still found: the soft edge. */
const EDGE = 0.25;

export interface OracleView {
  readonly camera: CameraView;
  readonly width: number;
  readonly height: number;
  /** Vertical field of view, radians. */
  readonly fieldOfView: number;
}

/** Pixels by which a silhouette may be misplaced in single precision, and depths that may be confused. */
const NEAR = 0.25;
const DEPTH = 2e-5;
const NOTHING = 0;

interface Hit {
  readonly value: number;
  readonly depth: number;
  /** Whether rounding could decide otherwise. */
  readonly vague: boolean;
}

/**
 * What lies under a pixel, found on the processor in double precision by another way than the id buffer: balls by casting the pixel's
 * ray, dots by projecting each centre. Values are id + 1, EVENT_BIT + slot + 1, and 0 for nothing.
 */
export class PickOracle {
  private readonly eye: Vector;
  private readonly axes: Record<'right' | 'up' | 'back', Vector>;
  private readonly focal: number;
  private readonly dots: readonly (Pick<Dot, 'slot' | 'shape'> & {
    readonly x: number;
    readonly y: number;
    readonly depth: number;
    readonly size: number;
  })[];

  constructor(
    private readonly view: OracleView,
    private readonly balls: readonly Ball[],
    dots: readonly Dot[],
  ) {
    const { camera, height, fieldOfView } = view;
    this.axes = axesOf(camera);
    this.eye = sum(camera.target, scaled(this.axes.back, camera.distance));
    this.focal = height / 2 / Math.tan(fieldOfView / 2);
    this.dots = dots.map((dot) => this.placed(dot)).filter(({ depth }) => depth > 0);
  }

  /** Every answer that is right for the pointer over pixel (x, y), by the rule of pickResult. */
  answers(x: number, y: number): ReadonlySet<number> {
    const middle = this.valuesAt(x, y);
    if (!middle.has(NOTHING)) return middle;
    const right = new Set([...middle]);
    const reach = (PICK_SIDE - 1) / 2;
    let sure = Infinity;
    const near: { apart: number; values: ReadonlySet<number> }[] = [];
    for (let dy = -reach; dy <= reach; dy += 1) {
      for (let dx = -reach; dx <= reach; dx += 1) {
        const apart = Math.hypot(dx, dy);
        if (apart >= reach + 0.5) continue;
        const values = this.valuesAt(x + dx, y + dy);
        near.push({ apart, values });
        if ([...values].every((value) => value > EVENT_BIT)) sure = Math.min(sure, apart);
      }
    }
    for (const { apart, values } of near) {
      if (apart > sure) continue;
      for (const value of values) if (value > EVENT_BIT) right.add(value);
    }
    if (sure < Infinity && middle.size === 1) right.delete(NOTHING);
    return right;
  }

  /** What may be the front of a pixel: one value, unless rounding decides. */
  private valuesAt(x: number, y: number): ReadonlySet<number> {
    const hits = [...this.ballsAt(x + 0.5, y + 0.5), ...this.dotsAt(x + 0.5, y + 0.5)];
    hits.sort((a, b) => a.depth - b.depth);
    const values = new Set<number>();
    let last = Infinity;
    for (const { value, depth, vague } of hits) {
      if (depth > last + DEPTH) break;
      values.add(value);
      if (!vague) last = Math.min(last, depth);
    }
    if (last === Infinity) values.add(NOTHING);
    return values;
  }

  private ballsAt(x: number, y: number): Hit[] {
    const { right, up, back } = this.axes;
    const { width, height } = this.view;
    const across = scaled(right, (x - width / 2) / this.focal);
    const ray = unit(sum(sum(across, scaled(up, (height / 2 - y) / this.focal)), scaled(back, -1)));
    const hits: Hit[] = [];
    for (const { id, centre, radius } of this.balls) {
      const towards = sum(centre, scaled(this.eye, -1));
      const along = dot(towards, ray);
      if (along <= 0) continue;
      const apart = Math.sqrt(Math.max(0, dot(towards, towards) - along * along));
      const beyond = ((apart - radius) / along) * this.focal; // pixels outside of the silhouette
      if (beyond > NEAR) continue;
      const reach = along - Math.sqrt(Math.max(0, radius * radius - apart * apart));
      hits.push({
        value: id + 1,
        depth: -dot(scaled(ray, reach), back),
        vague: beyond > -NEAR,
      });
    }
    return hits;
  }

  private dotsAt(x: number, y: number): Hit[] {
    const hits: Hit[] = [];
    for (const { slot, shape, x: cx, y: cy, depth, size } of this.dots) {
      if (Math.abs(x - cx) > size || Math.abs(y - cy) > size) continue;
      const beyond = OUTSIDE[size < 4 ? 'disc' : shape](x - cx, y - cy, size) - EDGE;
      if (beyond > NEAR) continue;
      hits.push({ value: EVENT_BIT + slot + 1, depth, vague: beyond > -NEAR });
    }
    return hits;
  }

  private placed({ slot, centre, size, shape }: Dot) {
    const towards = sum(centre, scaled(this.eye, -1));
    const depth = -dot(towards, this.axes.back);
    const x = this.view.width / 2 + (dot(towards, this.axes.right) / depth) * this.focal;
    const y = this.view.height / 2 - (dot(towards, this.axes.up) / depth) * this.focal;
    return { slot, shape, x, y, depth, size: size(depth) };
  }
}

type Vector = readonly [number, number, number];
const sum = (a: Vector, b: Vector): Vector => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
const scaled = ([x, y, z]: Vector, by: number): Vector => [x * by, y * by, z * by];
const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const unit = (a: Vector): Vector => scaled(a, 1 / Math.sqrt(dot(a, a)));

function axesOf({ azimuth, elevation }: CameraView): Record<'right' | 'up' | 'back', Vector> {
  const flat: Vector = [Math.sin(azimuth), 0, Math.cos(azimuth)];
  const back = sum(scaled(flat, Math.cos(elevation)), [0, Math.sin(elevation), 0]);
  const up = sum(scaled(flat, -Math.sin(elevation)), [0, Math.cos(elevation), 0]);
  return { right: [Math.cos(azimuth), 0, -Math.sin(azimuth)], up, back };
}
