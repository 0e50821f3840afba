import { beforeEach, describe, expect, it } from 'vitest';
import { Orbit } from '../../../src/renderer/scene/camera/orbit.ts';
import { FIELD_OF_VIEW, eyeOf, viewAxes } from '../../../src/renderer/scene/camera/camera-fit.ts';
import type { Vector } from '../../../src/renderer/scene/camera/camera-fit.ts';

const SIZE = { width: 1_000, height: 600 };
let orbit: Orbit;

beforeEach(() => {
  orbit = new Orbit();
  orbit.resize(SIZE);
});

/** World point under a pixel (from the centre, y down) on the plane through the target that faces the eye. */
function under(x: number, y: number): Vector {
  const { right, up } = viewAxes(orbit.goal.azimuth, orbit.goal.elevation);
  const pixel = (2 * Math.tan(FIELD_OF_VIEW / 2) * orbit.goal.distance) / SIZE.height;
  const at = (axis: 0 | 1 | 2): number =>
    orbit.goal.target[axis] + right[axis] * x * pixel - up[axis] * y * pixel;
  return [at(0), at(1), at(2)];
}

const glide = (ms: number): void => {
  for (let elapsed = 0; elapsed < ms; elapsed += 1000 / 60) orbit.advance(1000 / 60);
};

describe('Orbit', () => {
  it('starts framed and still', () => {
    expect(orbit.advance(16)).toBe(false);
    expect(orbit.view).toBe(orbit.goal);
  });

  it('glides nearly all the way within 200 ms, then stands still', () => {
    const from = orbit.view.azimuth;
    orbit.turn(1, 0);
    glide(200);
    expect(orbit.view.azimuth - from).toBeGreaterThan(0.99);
    glide(300);
    expect(orbit.advance(16)).toBe(false);
    expect(orbit.view.azimuth - from).toBeCloseTo(1, 12);
  });

  it('ends a glide at once where it leads, for a picture', () => {
    const from = orbit.view.azimuth;
    orbit.turn(1, 0);
    orbit.arrive();
    expect(orbit.view.azimuth).toBeCloseTo(from + 1, 12);
    expect(orbit.advance(16)).toBe(false);
  });

  it('jumps when motion is reduced', () => {
    orbit.reducedMotion = true;
    orbit.turn(1, 0);
    expect(orbit.advance(1)).toBe(true);
    expect(orbit.view).toBe(orbit.goal);
  });

  it('never turns over the pole', () => {
    orbit.turn(0, 99);
    expect(orbit.goal.elevation).toBeLessThan(Math.PI / 2);
    orbit.turn(0, -99);
    expect(orbit.goal.elevation).toBeGreaterThan(-Math.PI / 2);
  });

  it('zooms at the pointer', () => {
    const before = under(200, -120);
    orbit.zoom(1.7, 200, -120);
    under(200, -120).forEach((x, axis) => {
      expect(x).toBeCloseTo(before[axis] ?? NaN, 9);
    });
  });

  it('pans what lies under the pointer along with it', () => {
    const before = under(10, 20);
    orbit.pan(70, -30);
    under(80, -10).forEach((x, axis) => {
      expect(x).toBeCloseTo(before[axis] ?? NaN, 9);
    });
  });

  it('keeps within reach of the lattice', () => {
    for (let i = 0; i < 200; i += 1) orbit.zoom(1.5);
    expect(orbit.goal.distance).toBeGreaterThan(0);
    for (let i = 0; i < 400; i += 1) orbit.zoom(1 / 1.5);
    expect(orbit.goal.distance).toBeLessThan(100);
  });

  it("frames everything again on resize until the user moved, then keeps the user's view", () => {
    orbit.resize({ width: 600, height: 600 });
    const fresh = new Orbit();
    fresh.resize({ width: 600, height: 600 });
    expect(orbit.view).toEqual(fresh.view);
    orbit.turn(0.5, 0);
    const { azimuth, target } = orbit.goal;
    orbit.resize({ width: 300, height: 600 });
    expect(orbit.view.azimuth).toBe(azimuth);
    expect(orbit.view.target).toEqual(target);
  });

  it('returns home', () => {
    const { goal } = orbit;
    orbit.turn(1, 0.2);
    orbit.zoom(3);
    orbit.home();
    expect(orbit.goal).toEqual(goal);
  });

  it('centres what it frames', () => {
    orbit.frame([0.3, 0.1, -0.2], 0.1);
    expect(orbit.goal.target).toEqual([0.3, 0.1, -0.2]);
    const eye = eyeOf(orbit.goal);
    expect(Math.hypot(eye[0] - 0.3, eye[1] - 0.1, eye[2] + 0.2)).toBeCloseTo(
      orbit.goal.distance,
      9,
    );
  });

  it('survives a stage without size', () => {
    orbit.resize({ width: 0, height: 0 });
    orbit.zoom(2);
    orbit.pan(1, 1);
    expect(Number.isFinite(orbit.goal.distance)).toBe(true);
    expect(orbit.goal.target.every(Number.isFinite)).toBe(true);
  });
});
