import { describe, expect, it } from 'vitest';
import { SEGMENT_FLOATS } from '../../../src/renderer/scene/kit/thin-lines.ts';
import { layoutLinks } from '../../../src/renderer/scene/layers/links/link-layout.ts';
import {
  CLOCK_FLOATS,
  HOURS,
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

const tree = restingTree();
const layout = layoutSpheres(tree);

describe('layoutLinks', () => {
  it('joins each child to its parent, from surface to surface', () => {
    const links = layoutLinks(tree, layout);
    expect(links).toHaveLength(12 * SEGMENT_FLOATS);
    for (let at = 0; at < links.length; at += SEGMENT_FLOATS) {
      const length = Math.hypot(
        (links[at + 3] ?? NaN) - (links[at] ?? NaN),
        (links[at + 4] ?? NaN) - (links[at + 1] ?? NaN),
        (links[at + 5] ?? NaN) - (links[at + 2] ?? NaN),
      );
      expect(length).toBeCloseTo(2 / 3 - (layout.radii[0] ?? NaN) - (layout.radii[1] ?? NaN), 6);
    }
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
