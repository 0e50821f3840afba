import type { LatticeLayoutName } from '../../../store/scene-look.ts';
import { LATTICE, around } from './lattice-layout.ts';
import type { Point } from './lattice-layout.ts';

const STEPS = 144;
const FAINT = 0.32;

/** The lines that a layout's places are read by, as segments of thin-lines.ts at height 0; the sphere's at their own heights. */
export function latticeGuides(layout: LatticeLayoutName): Float32Array<ArrayBuffer> {
  const segments: number[] = [];
  const line = (from: Point, to: Point, strength = FAINT): void => {
    segments.push(...from, ...to, strength);
  };
  const arc = (reach: number, height: number, turn = 2 * Math.PI, strength = FAINT): void => {
    for (let step = 0; step < STEPS; step += 1) {
      const [from, to] = [(step * turn) / STEPS, ((step + 1) * turn) / STEPS];
      line(around(from, reach, height), around(to, reach, height), strength);
    }
  };
  const spoke = (angle: number, from: number, to: number, height = 0, strength = FAINT): void =>
    line(around(angle, from, height), around(angle, to, height), strength);
  switch (layout) {
    case 'rings':
      for (let ring = 1; ring <= 4; ring += 1) arc(LATTICE.ring * ring, 0);
      for (const reach of [LATTICE.band.inner, LATTICE.outer]) arc(reach, 0, undefined, 0.18);
      break;
    case 'spiral':
      arc(LATTICE.outer + 0.02, 0);
      break;
    case 'rays':
      for (let group = 0; group < 12; group += 1) {
        spoke((group * Math.PI) / 6, 0.06, LATTICE.outer + 0.04);
      }
      break;
    case 'fold':
      for (let sheet = 0; sheet < 4; sheet += 1) {
        const height = LATTICE.sheet * sheet;
        arc(LATTICE.outer + 0.02, height, Math.PI / 2);
        spoke(0, 0, LATTICE.outer + 0.02, height);
        spoke(Math.PI / 2, 0, LATTICE.outer + 0.02, height);
      }
      break;
    case 'sphere':
      for (const up of [-0.5, 0, 0.5]) {
        arc(LATTICE.sphere * Math.sqrt(1 - up * up), LATTICE.sphere * up, undefined, 0.22);
      }
      break;
  }
  return Float32Array.from(segments);
}
