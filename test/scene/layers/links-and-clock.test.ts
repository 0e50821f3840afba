import { describe, expect, it } from 'vitest';
import { LINK_WORDS, layoutLinks } from '../../../src/renderer/scene/layers/links/link-layout.ts';
import { SEGMENT_FLOATS } from '../../../src/renderer/scene/kit/thin-lines.ts';
import { FIRST_LOOK } from '../../../src/renderer/store/scene-look.ts';
import type { LatticeLayoutName } from '../../../src/renderer/store/scene-look.ts';
import { useView } from '../../../src/renderer/store/view-slice.ts';
import type { ViewState } from '../../../src/renderer/store/view-slice.ts';
import {
  CLOCK_FLOATS,
  HOURS,
  clockTurns,
  LABEL_REACH,
  hourPlace,
  layoutClock,
} from '../../../src/renderer/scene/layers/clock/clock-layout.ts';
import { createStage } from '../../../src/renderer/scene/kit/stage.ts';
import { ballOf } from '../../../src/renderer/scene/layers/selection/selected-balls.ts';
import { layoutRings } from '../../../src/renderer/scene/layers/selection/selection-layout.ts';
import {
  layoutSpheres,
  restingTree,
} from '../../../src/renderer/scene/layers/spheres/sphere-layout.ts';
import type { SphereLayout } from '../../../src/renderer/scene/layers/spheres/sphere-layout.ts';
import { fullTree } from '../frames.ts';

function apart({ centres }: SphereLayout, pair: string): number {
  const [a = 0, b = 0] = pair.split('-').map(Number);
  const away = [0, 1, 2].map((i) => (centres[a * 3 + i] ?? NaN) - (centres[b * 3 + i] ?? NaN));
  return Math.hypot(...away);
}

const tree = restingTree();
const layout = layoutSpheres(tree);

describe('layoutLinks', () => {
  const pairsOf = (links: Uint32Array): string[] =>
    Array.from({ length: links.length / LINK_WORDS }, (_, i) =>
      [...links.subarray(i * LINK_WORDS, i * LINK_WORDS + 2)].join('-'),
    );

  it('joins each child to its parent', () => {
    const pairs = pairsOf(layoutLinks(tree, layout));
    expect(pairs).toEqual(Array.from({ length: 12 }, (_, i) => `0-${i + 1}`));
  });

  it.each([
    ['packed', 24],
    ['icosahedral', 30],
    ['clock', 12],
  ] as const)('joins the siblings that are neighbours in the %s layout', (name, contacts) => {
    const choice = { layout: name, levels: 4, collapsed: [] };
    const own = layoutSpheres(tree, choice);
    const links = layoutLinks(tree, own, name);
    const pairs = pairsOf(links).filter((pair) => !pair.startsWith('0-'));
    expect(pairs).toHaveLength(contacts);
    expect(new Set(pairs).size).toBe(contacts);
    const least = Math.min(...pairs.map((pair) => apart(own, pair)));
    for (const pair of pairs) expect(apart(own, pair)).toBeCloseTo(least, 9);
  });

  it('is faint, and fainter further down', () => {
    const deep = fullTree(2);
    const two = {
      count: deep.length,
      parents: Int32Array.from(deep, ({ parent }) => parent),
      groups: Uint8Array.from(deep, ({ group }) => group),
    };
    const links = layoutLinks(two, layoutSpheres(two));
    const strengths = Array.from({ length: 156 }, (_, i) => links[i * LINK_WORDS + 2] ?? 0);
    expect(strengths[0]).toBeLessThan(100);
    expect(strengths[155]).toBeLessThan(strengths[0] ?? 0);
    expect(strengths[155]).toBeGreaterThan(0);
  });

  it('has none for a lone root', () => {
    const root = { count: 1, parents: Int32Array.of(-1), groups: Uint8Array.of(255) };
    expect(layoutLinks(root, layoutSpheres(root))).toHaveLength(0);
  });
});

describe('the clock', () => {
  it('names twelve hours clockwise from 12 at the far side', () => {
    expect(HOURS).toEqual([12, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    const [x12, , z12] = hourPlace(0);
    const [x3, , z3] = hourPlace(3);
    expect([x12, z12]).toEqual([0, -LABEL_REACH]);
    expect(x3).toBeCloseTo(LABEL_REACH, 12);
    expect(z3).toBeCloseTo(0, 12);
  });

  it('draws two circles and sixty ticks', () => {
    const segments = layoutClock();
    expect(segments).toHaveLength(CLOCK_FLOATS);
    expect(segments.every(Number.isFinite)).toBe(true);
  });

  it('is a quarter where the fold lies alone, from 12 to 3', () => {
    const segments = layoutClock(undefined, 0.25);
    expect(segments.length / SEGMENT_FLOATS).toBe(2 * 45 + 16);
    for (let i = 0; i < segments.length; i += SEGMENT_FLOATS) {
      expect(segments[i]).toBeGreaterThan(-1e-6);
      expect(segments[i + 2]).toBeLessThan(1e-6);
    }
    const turns = (layers: Partial<ViewState['layers']>, layout: LatticeLayoutName): number =>
      clockTurns({
        layers: { ...useView.getState().layers, lattice: true, spheres: false, ...layers },
        look: { ...FIRST_LOOK, lattice: { ...FIRST_LOOK.lattice, layout } },
      });
    expect(turns({ events: false }, 'fold')).toBe(0.25);
    expect(turns({ events: true }, 'fold')).toBe(1);
    expect(turns({ events: false }, 'rings')).toBe(1);
  });
});

describe('layoutRings', () => {
  const into = new Float32Array(21);
  const stage = createStage();
  const sphere = (id: number) => ballOf(stage, { kind: 'sphere', id });

  it("rings the selected sphere, and a parent's whole shell", () => {
    expect(layoutRings(into, sphere(5), undefined, 1)).toBe(1);
    expect(layoutRings(into, sphere(0), undefined, 1)).toBe(2);
    expect(into[10]).toBe(1);
  });

  it('rings the hovered sphere once when it is also selected', () => {
    expect(layoutRings(into, sphere(5), sphere(6), 1)).toBe(2);
    expect(layoutRings(into, sphere(5), sphere(5), 1)).toBe(1);
  });

  it('keeps gap and width in CSS pixels', () => {
    layoutRings(into, sphere(5), undefined, 2);
    expect([into[4], into[5]]).toEqual([8, 3.5]);
  });

  it('rings nothing that is not there', () => {
    expect(layoutRings(into, undefined, undefined, 1)).toBe(0);
    expect(layoutRings(into, sphere(999), undefined, 1)).toBe(0);
  });
});
