import { describe, expect, it } from 'vitest';
import { SphereTinter } from '../../../src/renderer/scene/layers/spheres/sphere-tinter.ts';
import { paintSpheres } from '../../../src/renderer/scene/layers/spheres/sphere-paint.ts';
import { openSphereRows } from '../../../src/renderer/scene/layers/spheres/sphere-rows.ts';
import {
  layoutSpheres,
  restingTree,
} from '../../../src/renderer/scene/layers/spheres/sphere-layout.ts';
import { SCENE_PALETTES } from '../../../src/renderer/scene/kit/scene-palette.ts';
import { sphereFrame } from '../frames.ts';
import type { SphereInput } from '../frames.ts';

const palette = SCENE_PALETTES.dark;
const CHOICE = {
  colour: 'state',
  scale: { log: false },
  map: 'cividis',
  theme: 'dark',
} as const;
const bytes = (rgb: readonly number[]): number[] => rgb.map((x) => Math.round(x * 255));

function tinted() {
  const layout = layoutSpheres(restingTree());
  const tinter = new SphereTinter(layout.count);
  const tints = new Uint8Array(13 * 4);
  const show = (overrides: Readonly<Record<number, SphereInput>>): void => {
    const rows = openSphereRows(sphereFrame(1, overrides));
    tinter.aim(rows, paintSpheres(rows, layout, CHOICE).of, palette.background);
  };
  const colour = (id: number): number[] => [...tints.subarray(id * 4, id * 4 + 3)];
  const rest = paintSpheres(undefined, layout, CHOICE).of;
  return { tinter, tints, show, colour, rest };
}

describe('SphereTinter', () => {
  it('shows rest before any frame', () => {
    const { tinter, tints, colour, rest } = tinted();
    tinter.aim(undefined, rest, palette.background);
    expect(tinter.advance(16, tints)).toBe(true);
    expect(colour(0)).toEqual(bytes(palette.parent));
    expect(colour(7)).toEqual(bytes(palette.leaf));
    expect(tinter.advance(16, tints)).toBe(false);
  });

  it('glides to the newest state and then stands still', () => {
    const { tinter, tints, show, colour } = tinted();
    show({});
    tinter.advance(16, tints);
    show({ 3: { state: 'accumulating' } });
    expect(tinter.advance(30, tints)).toBe(true);
    expect(colour(3)).not.toEqual(bytes(palette.accumulating));
    tinter.advance(1_000, tints);
    expect(colour(3)).toEqual(bytes(palette.accumulating));
    expect(tinter.advance(1_000, tints)).toBe(false);
  });

  it('measures a leaf by the even share of the workers seen in the frame', () => {
    const { tinter, tints, show, colour } = tinted();
    const owners = Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [i + 1, { worker: i % 2, utilization: 1 / 6 }]),
    );
    show(owners);
    tinter.advance(16, tints);
    expect(colour(5)).toEqual(bytes(palette.processing));
  });

  it('flashes where a steal was counted since the frame before, and only then', () => {
    const { tinter, tints, show } = tinted();
    const flash = (id: number): number => tints[id * 4 + 3] ?? NaN;
    show({ 4: { stolenTo: 9 } });
    tinter.advance(16, tints);
    expect(flash(4)).toBe(0);
    show({ 4: { stolenTo: 10 } });
    tinter.advance(16, tints);
    expect(flash(4)).toBe(255);
    expect(flash(5)).toBe(0);
    tinter.advance(250, tints);
    tinter.advance(16, tints);
    expect(flash(4)).toBe(0);
    show({ 4: { stolenTo: 0 } });
    tinter.advance(16, tints);
    expect(flash(4)).toBe(0);
  });
});
