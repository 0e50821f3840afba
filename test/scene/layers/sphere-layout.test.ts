import { RING } from '../../../src/renderer/scene/layers/events/event-layout.ts';
import { describe, expect, it } from 'vitest';
import {
  FCC_DIRECTIONS,
  KISSING,
  layoutSpheres,
  restingTree,
} from '../../../src/renderer/scene/layers/spheres/sphere-layout.ts';
import type {
  LayoutChoice,
  SphereLayout,
  SphereTree,
} from '../../../src/renderer/scene/layers/spheres/sphere-layout.ts';
import { fullTree, treeSize } from '../frames.ts';

const layoutOf = (depth: number): SphereLayout => {
  const places = fullTree(depth);
  return layoutSpheres({
    count: places.length,
    parents: Int32Array.from(places, ({ parent }) => parent),
    groups: Uint8Array.from(places, ({ group }) => group),
  });
};

const CHOICES = ['packed', 'icosahedral', 'clock'] as const;
const treeOf = (depth: number): SphereTree => {
  const places = fullTree(depth);
  return {
    count: places.length,
    parents: Int32Array.from(places, ({ parent }) => parent),
    groups: Uint8Array.from(places, ({ group }) => group),
  };
};
const laidOut = (
  depth: number,
  layout: (typeof CHOICES)[number],
  more: Partial<LayoutChoice> = {},
): SphereLayout => layoutSpheres(treeOf(depth), { layout, levels: 4, collapsed: [], ...more });

const apart = ({ centres }: SphereLayout, a: number, b: number): number =>
  Math.hypot(
    (centres[a * 3] ?? NaN) - (centres[b * 3] ?? NaN),
    (centres[a * 3 + 1] ?? NaN) - (centres[b * 3 + 1] ?? NaN),
    (centres[a * 3 + 2] ?? NaN) - (centres[b * 3 + 2] ?? NaN),
  );

describe('the twelve neighbours', () => {
  it('have the 66 distances of face-centred cubic packing', () => {
    // Cuboctahedron of circumradius 1: 24 edges of 1, then 12 of sqrt 2, 24 of sqrt 3 and 6 diameters.
    const counts = new Map<string, number>();
    for (let a = 0; a < KISSING; a += 1) {
      for (let b = a + 1; b < KISSING; b += 1) {
        const [p, q] = [FCC_DIRECTIONS[a] ?? [], FCC_DIRECTIONS[b] ?? []];
        const squared = p.reduce((sum, x, axis) => sum + (x - (q[axis] ?? NaN)) ** 2, 0);
        const key = squared.toFixed(12);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    const exact = (x: number): string => x.toFixed(12);
    expect(Object.fromEntries(counts)).toEqual({
      [exact(1)]: 24,
      [exact(2)]: 12,
      [exact(3)]: 24,
      [exact(4)]: 6,
    });
  });

  it('stand on the twelve hours of a clock seen from above', () => {
    FCC_DIRECTIONS.forEach(([x, , z], group) => {
      const clockwise = (Math.atan2(x, -z) + 2 * Math.PI) % (2 * Math.PI);
      expect(clockwise).toBeCloseTo((group * Math.PI) / 6, 12);
    });
  });

  it('are of length 1', () => {
    for (const direction of FCC_DIRECTIONS) expect(Math.hypot(...direction)).toBeCloseTo(1, 14);
  });
});

describe('the nesting', () => {
  it.each([1, 2, 3])('is exact at depth %i: every child touches centre and shell', (depth) => {
    const layout = layoutOf(depth);
    fullTree(depth).forEach(({ parent }, id) => {
      if (parent < 0) return;
      const [shell, own] = [layout.shells[parent] ?? NaN, layout.shells[id] ?? NaN];
      expect(own).toBeCloseTo(shell / 3, 14);
      // Tangent to the central sphere of a third, and from inside to the parent's shell.
      expect(apart(layout, id, parent)).toBeCloseTo(own + shell / 3, 12);
      expect(apart(layout, id, parent) + own).toBeCloseTo(shell, 12);
    });
  });

  it('lets each child touch exactly four siblings and overlap none', () => {
    const layout = layoutOf(1);
    for (let a = 1; a <= KISSING; a += 1) {
      let touching = 0;
      for (let b = 1; b <= KISSING; b += 1) {
        if (a === b) continue;
        const gap = apart(layout, a, b) - 2 / 3;
        expect(gap).toBeGreaterThan(-1e-12);
        if (gap < 1e-12) touching += 1;
      }
      expect(touching).toBe(4);
    }
  });

  it.each([1, 2])('draws no two spheres into each other at depth %i', (depth) => {
    const layout = layoutOf(depth);
    for (let a = 0; a < layout.count; a += 1) {
      for (let b = a + 1; b < layout.count; b += 1) {
        const reach = (layout.radii[a] ?? NaN) + (layout.radii[b] ?? NaN);
        expect(apart(layout, a, b)).toBeGreaterThan(reach);
      }
    }
  });

  it('places a tree of depth 4', () => {
    const layout = layoutOf(4);
    expect(layout.count).toBe(treeSize(4));
    expect(layout.count).toBe(22_621);
    expect(layout.depth).toBe(4);
    expect(layout.leaves.reduce((sum, leaf) => sum + leaf, 0)).toBe(12 ** 4);
    expect(layout.shells[22_620]).toBeCloseTo(1 / 81, 14);
  });

  it.each([1, 2, 3, 4])('draws parents larger and all inside their shells at depth %i', (depth) => {
    const layout = layoutOf(depth);
    const wrong = fullTree(depth).filter(({ parent }, id) => {
      const radius = layout.radii[id] ?? NaN;
      const inside = radius < (layout.shells[id] ?? NaN);
      return !inside || (parent >= 0 && !(radius < (layout.radii[parent] ?? NaN)));
    });
    expect(wrong).toEqual([]);
  });
});

describe('layoutSpheres', () => {
  it('shows a root and its twelve before any frame', () => {
    const layout = layoutSpheres(restingTree());
    expect([layout.count, layout.depth, layout.leaves[0], layout.leaves[12]]).toEqual([
      13, 1, 0, 1,
    ]);
  });

  it('gives siblings of one group different places', () => {
    const layout = layoutSpheres({
      count: 3,
      parents: Int32Array.of(-1, 0, 0),
      groups: Uint8Array.of(255, 5, 5),
    });
    expect(apart(layout, 1, 2)).toBeGreaterThan(0.5);
  });

  it('places a lone root', () => {
    const layout = layoutSpheres({
      count: 1,
      parents: Int32Array.of(-1),
      groups: Uint8Array.of(255),
    });
    expect(layout.radii[0]).toBeGreaterThan(0);
    expect(layout.shells[0]).toBe(1);
  });
});

describe('the icosahedral layout', () => {
  it('keeps neighbours 1.0515 diameters apart, five each', () => {
    const layout = laidOut(1, 'icosahedral');
    const edge = (2 / 3) * (4 / Math.sqrt(10 + 2 * Math.sqrt(5)));
    for (let a = 1; a <= KISSING; a += 1) {
      expect(apart(layout, a, 0)).toBeCloseTo(2 / 3, 12);
      let near = 0;
      for (let b = 1; b <= KISSING; b += 1) {
        if (a === b) continue;
        expect(apart(layout, a, b)).toBeGreaterThan(edge - 1e-12);
        if (Math.abs(apart(layout, a, b) - edge) < 1e-12) near += 1;
      }
      expect(near).toBe(5);
    }
    expect(edge).toBeCloseTo(1.051462 * (2 / 3), 6);
  });
});

describe('the flat clock', () => {
  it('lies in the plane of the ring, each group on its hour', () => {
    const layout = laidOut(2, 'clock');
    for (let id = 0; id < layout.count; id += 1) {
      expect(layout.centres[id * 3 + 1]).toBe(RING.floor);
    }
    for (let group = 0; group < KISSING; group += 1) {
      const [x, z] = [
        layout.centres[(group + 1) * 3] ?? 0,
        layout.centres[(group + 1) * 3 + 2] ?? 0,
      ];
      const clockwise = (Math.atan2(x, -z) + 2 * Math.PI) % (2 * Math.PI);
      expect(clockwise).toBeCloseTo((group * Math.PI) / 6, 12);
    }
  });

  it.each([1, 2, 3])('lets shells of depth %i touch their neighbours and overlap none', (depth) => {
    const layout = laidOut(depth, 'clock');
    fullTree(depth).forEach(({ parent, group }, id) => {
      if (parent < 0) return;
      const own = layout.shells[id] ?? NaN;
      expect(apart(layout, id, parent) + own).toBeCloseTo(layout.shells[parent] ?? NaN, 12);
      const next = group < 11 ? id + 1 : id - 11;
      expect(apart(layout, id, next)).toBeCloseTo(2 * own, 12);
    });
  });
});

describe.each(CHOICES)('what is drawn in the %s layout', (name) => {
  it('stays within its own shell, parents larger than children', () => {
    const layout = laidOut(3, name);
    const wrong = fullTree(3).filter(({ parent }, id) => {
      const radius = layout.radii[id] ?? NaN;
      return (
        radius >= (layout.shells[id] ?? NaN) ||
        (parent >= 0 && radius >= (layout.radii[parent] ?? NaN))
      );
    });
    expect(wrong).toEqual([]);
  });

  it('closes a subtree into its root and nothing else', () => {
    const open = laidOut(2, name);
    const layout = laidOut(2, name, { collapsed: [3] });
    const inside = fullTree(2).flatMap(({ parent }, id) => (parent === 3 ? [id] : []));
    for (const id of inside) {
      expect(layout.radii[id]).toBe(0);
      expect(apart(layout, id, 3)).toBe(0);
    }
    expect(layout.radii[3]).toBeGreaterThan(open.radii[3] ?? NaN);
    expect(layout.radii[4]).toBe(open.radii[4]);
    expect(layout.radii.filter((radius) => radius === 0)).toHaveLength(12);
  });

  it('hides a closed subtree within a closed subtree', () => {
    const layout = laidOut(3, name, { collapsed: [0, 3] });
    expect(layout.radii.filter((radius) => radius > 0)).toHaveLength(1);
    expect(apart(layout, 500, 0)).toBe(0);
  });

  it('draws as many levels as are asked for', () => {
    const layout = laidOut(3, name, { levels: 1 });
    expect(layout.radii.filter((radius) => radius > 0)).toHaveLength(13);
    expect(layout.depth).toBe(3);
  });

  it('follows given sizes', () => {
    const sizes = new Float32Array(13).fill(1);
    sizes[5] = 0.5;
    const [plain, sized] = [laidOut(1, name), laidOut(1, name, { sizes })];
    expect(sized.radii[5]).toBeCloseTo((plain.radii[5] ?? NaN) / 2, 12);
    expect(sized.radii[6]).toBe(plain.radii[6]);
  });
});
