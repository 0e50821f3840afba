import { mixRgb } from '../../kit/colour.ts';
import type { Rgb } from '../../kit/colour.ts';
import type { ScenePalette } from '../../kit/scene-palette.ts';
import type { SphereState } from '../../../../shared/frames/sphere-frame.ts';

/** What decides a sphere's colour, from its row of the newest frame. */
export interface SphereActivity {
  readonly state: SphereState;
  readonly leaf: boolean;
  /** 0..1, share of the time since the last frame spent computing for it. */
  readonly utilization: number;
}

/** Share of a worker that one leaf gets when the leaves share the workers evenly; 1 at most. */
export function evenShare(workers: number, leaves: number): number {
  return leaves > 0 ? Math.min(1, workers / leaves) : 1;
}

/**
 * Colour of a sphere. A step takes a few milliseconds, far less than a frame, so a leaf's amber is not only the state
 * of one instant: it is the share of time spent computing for it, full at the even share of a worker. Blue (accumulating)
 * and green (updating) are states seen in the instant of the frame. Spheres at rest are grey, parents paler.
 */
export function sphereColour(activity: SphereActivity, even: number, palette: ScenePalette): Rgb {
  const rest = activity.leaf ? palette.leaf : palette.parent;
  switch (activity.state) {
    case 'processing':
      return palette.processing;
    case 'accumulating':
      return palette.accumulating;
    case 'updating':
      return palette.updating;
    case 'terminating':
      return palette.trouble;
    case 'terminated':
      return palette.absent;
    case 'initializing': // a restored run before its first step
    case 'ready':
    case 'waiting':
    case 'idle':
      return mixRgb(rest, palette.processing, computeShare(activity.utilization, even));
  }
}

/** Utilization relative to the even share, 0..1; what is no number counts as none. */
export function computeShare(utilization: number, even: number): number {
  const share = utilization / even;
  return share > 0 ? Math.min(1, share) : 0;
}

/** Time constant of the blend from frame to frame, in milliseconds: calm to the eye, settled within LOOK's 200 ms. */
export const BLEND_MS = 90;

/** How far a shown colour moves towards its goal in `elapsedMs`; all the way when there was no colour yet. */
export function blendShare(elapsedMs: number): number {
  return elapsedMs >= 4 * BLEND_MS ? 1 : 1 - Math.exp(-Math.max(0, elapsedMs) / BLEND_MS);
}
