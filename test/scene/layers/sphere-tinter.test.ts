import { describe, expect, it } from 'vitest';
import { SphereTinter } from '../../../src/renderer/scene/layers/spheres/sphere-tinter.ts';
import { paintSpheres } from '../../../src/renderer/scene/layers/spheres/sphere-paint.ts';
import {
  openSphereRows,
  workersOf,
} from '../../../src/renderer/scene/layers/spheres/sphere-rows.ts';
import {
  layoutSpheres,
  restingTree,
} from '../../../src/renderer/scene/layers/spheres/sphere-layout.ts';
import { packRgb } from '../../../src/renderer/scene/kit/colour.ts';
import { SCENE_PALETTES } from '../../../src/renderer/scene/kit/scene-palette.ts';
import { sphereFrame } from '../frames.ts';
import type { SphereInput } from '../frames.ts';

const palette = SCENE_PALETTES.dark;
const CHOICE = {
  colour: 'state',
  scale: { log: false },
  map: 'cividis',
  theme: 'dark',
  workers: 1,
} as const;
const bytes = (rgb: readonly number[]): number[] => rgb.map((x) => Math.round(x * 255));
const ground = packRgb(palette.background);

function tinted() {
  const layout = layoutSpheres(restingTree());
  const tinter = new SphereTinter(layout.count);
  const show = (overrides: Readonly<Record<number, SphereInput>>): void => {
    const rows = openSphereRows(sphereFrame(1, overrides));
    const workers = workersOf(rows, restingTree());
    paintSpheres(rows, layout, { ...CHOICE, workers }).into(tinter.goals);
    tinter.aim(rows, ground);
  };
  // As the GPU mixes them.
  const channel = (id: number, at: number): number => {
    const pair = tinter.tints.subarray(2 * id, 2 * id + 2);
    const [from = 0, to = 0] = pair.map((x) => (x >>> at) & 255);
    return from + (to - from) * tinter.share;
  };
  const colour = (id: number): number[] => [0, 8, 16].map((at) => channel(id, at));
  const flash = (id: number): number => channel(id, 24);
  const rest = paintSpheres(undefined, layout, CHOICE);
  return { tinter, show, colour, flash, rest };
}

describe('SphereTinter', () => {
  it('shows rest before any frame', () => {
    const { tinter, colour, rest } = tinted();
    rest.into(tinter.goals);
    tinter.aim(undefined, ground);
    expect(colour(0)).toEqual(bytes(palette.parent));
    expect(colour(7)).toEqual(bytes(palette.leaf));
    expect(tinter.advance(16)).toBe(false);
  });

  it('glides to the newest state and then stands still', () => {
    const { tinter, show, colour } = tinted();
    show({});
    tinter.advance(16);
    show({ 3: { state: 'accumulating' } });
    expect(tinter.advance(30)).toBe(true);
    expect(colour(3)).not.toEqual(bytes(palette.accumulating));
    tinter.advance(1_000);
    expect(colour(3)).toEqual(bytes(palette.accumulating));
    expect(tinter.advance(1_000)).toBe(false);
  });

  it('measures a leaf by the even share of the workers seen in the frame', () => {
    const { tinter, show, colour } = tinted();
    const owners = Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [i + 1, { worker: i % 2, utilization: 1 / 6 }]),
    );
    show(owners);
    tinter.advance(16);
    expect(colour(5)).toEqual(bytes(palette.processing));
  });

  it('flashes where a steal was counted since the frame before, and only then', () => {
    const { tinter, show, flash } = tinted();
    show({ 4: { stolenTo: 9 } });
    tinter.advance(16);
    expect(flash(4)).toBe(0);
    show({ 4: { stolenTo: 10 } });
    expect(flash(4)).toBe(255);
    expect(flash(5)).toBe(0);
    tinter.advance(400);
    tinter.advance(16);
    expect(flash(4)).toBe(0);
    show({ 4: { stolenTo: 0 } });
    tinter.advance(16);
    expect(flash(4)).toBe(0);
  });
});
