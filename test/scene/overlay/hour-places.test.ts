import { describe, expect, it } from 'vitest';
import { obstaclesOf, placeHour } from '../../../src/renderer/scene/overlay/hour-places.ts';
import {
  HOME_ANGLES,
  eyeOf,
  pointOnStage,
  viewAxes,
} from '../../../src/renderer/scene/camera/camera-fit.ts';
import { fitStage } from '../../../src/renderer/scene/camera/stage-fit.ts';
import { layoutSpheres } from '../../../src/renderer/scene/layers/spheres/sphere-layout.ts';
import { fullTree } from '../frames.ts';

const SIZE = { width: 1_040, height: 600 };
const view = fitStage(HOME_ANGLES, SIZE);

function project(x: number, y: number, z: number): { x: number; y: number; depth: number } {
  const eye = eyeOf(view);
  const { back } = viewAxes(view.azimuth, view.elevation);
  const depth = -((x - eye[0]) * back[0] + (y - eye[1]) * back[1] + (z - eye[2]) * back[2]);
  return { ...pointOnStage(view, SIZE, [x, y, z]), depth };
}

const layoutOf = (depth: number) =>
  layoutSpheres({
    count: fullTree(depth).length,
    parents: Int32Array.from(fullTree(depth), ({ parent }) => parent),
    groups: Uint8Array.from(fullTree(depth), ({ group }) => group),
  });

describe('the names of the hours', () => {
  it.each([1, 2, 3])('touch no sphere of a tree of depth %i', (depth) => {
    const layout = layoutOf(depth);
    const obstacles = obstaclesOf(layout, project, SIZE.height);
    for (let hour = 0; hour < 12; hour += 1) {
      const { x, y, strength } = placeHour(project, obstacles, hour);
      if (strength === 0) continue;
      for (let id = 0; id < layout.count; id += 1) {
        const [cx, cy, cz] = layout.centres.subarray(id * 3, id * 3 + 3);
        const at = project(cx ?? NaN, cy ?? NaN, cz ?? NaN);
        const reach =
          ((layout.radii[id] ?? NaN) / at.depth) * (SIZE.height / 2 / Math.tan(Math.PI / 12));
        expect(Math.hypot(at.x - x, at.y - y)).toBeGreaterThan(reach);
      }
    }
  });

  it('are all there in the first view of thirteen spheres', () => {
    const obstacles = obstaclesOf(layoutOf(1), project, SIZE.height);
    for (let hour = 0; hour < 12; hour += 1) {
      expect(placeHour(project, obstacles, hour).strength).toBeGreaterThan(0);
    }
  });

  it('go where a sphere is in the way everywhere', () => {
    const everywhere = [{ x: 520, y: 300, radius: 2_000 }];
    expect(placeHour(project, everywhere, 3).strength).toBe(0);
  });

  it('stand for a deep tree with a hundred shells, not with every sphere', () => {
    expect(obstaclesOf(layoutOf(4), project, SIZE.height)).toHaveLength(157);
  });
});
