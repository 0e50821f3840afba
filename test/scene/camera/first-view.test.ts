import { describe, expect, it } from 'vitest';
import { pointOnStage } from '../../../src/renderer/scene/camera/camera-fit.ts';
import { framingOf } from '../../../src/renderer/scene/camera/first-view.ts';
import { Orbit } from '../../../src/renderer/scene/camera/orbit.ts';
import { blockedEdges, fitStage } from '../../../src/renderer/scene/camera/stage-fit.ts';
import {
  EVENT_LAYOUTS,
  FIRST_LOOK,
  LATTICE_LAYOUTS,
  SPHERE_LAYOUTS,
} from '../../../src/renderer/store/scene-look.ts';
import type { ViewState } from '../../../src/renderer/store/view-slice.ts';

const SIZE = { width: 1_040, height: 600 };
const OFF = { spheres: false, links: false, messages: false, events: false } as const;

function shown(
  layers: Partial<ViewState['layers']>,
  look: { readonly [K in 'spheres' | 'events' | 'lattice']?: string } = {},
): Pick<ViewState, 'layers' | 'look'> {
  const { spheres = 'packed', events = 'ring', lattice = 'rings' } = look;
  return {
    layers: { ...OFF, clock: true, lattice: false, ...layers },
    look: {
      ...FIRST_LOOK,
      spheres: { ...FIRST_LOOK.spheres, layout: spheres as never },
      events: { ...FIRST_LOOK.events, layout: events as never },
      lattice: { ...FIRST_LOOK.lattice, layout: lattice as never },
    },
  };
}

const CASES = [
  ...SPHERE_LAYOUTS.flatMap((spheres) =>
    EVENT_LAYOUTS.map((events) => shown({ spheres: true, events: true }, { spheres, events })),
  ),
  ...SPHERE_LAYOUTS.map((spheres) => shown({ spheres: true }, { spheres })),
  ...LATTICE_LAYOUTS.flatMap((lattice) => [
    shown({ lattice: true }, { lattice }),
    shown({ lattice: true, events: true }, { lattice }),
    shown({ lattice: true, clock: false }, { lattice }),
  ]),
];

describe('the first view', () => {
  it.each(CASES.map((view) => [view] as const))('holds what is shown, case %#', (view) => {
    const { angles, points } = framingOf(view);
    const found = fitStage(angles, SIZE, points);
    expect([...blockedEdges(found, SIZE, points)]).toEqual([]);
    for (const point of points) {
      const { x, y } = pointOnStage(found, SIZE, point);
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(SIZE.width);
      expect(y).toBeGreaterThan(30);
      expect(y).toBeLessThan(SIZE.height);
    }
  });

  it('comes nearer when less is shown, and from higher up to what is flat', () => {
    const near = (view: Pick<ViewState, 'layers' | 'look'>): number => {
      const { angles, points } = framingOf(view);
      return fitStage(angles, SIZE, points).distance;
    };
    expect(near(shown({ spheres: true }))).toBeLessThan(
      near(shown({ spheres: true, events: true })),
    );
    const flat = framingOf(shown({ spheres: true }, { spheres: 'clock' })).angles.elevation;
    expect(flat).toBeGreaterThan(framingOf(shown({ spheres: true })).angles.elevation);
  });

  it('holds everything when nothing is shown', () => {
    expect(framingOf(shown({ clock: false })).points.length).toBeGreaterThan(0);
  });

  it('is gone to only while the camera was not moved', () => {
    const orbit = new Orbit();
    orbit.resize(SIZE);
    const before = orbit.goal;
    orbit.show(framingOf(shown({ lattice: true })));
    expect(orbit.goal).not.toEqual(before);
    orbit.turn(0.1, 0);
    const moved = orbit.goal;
    orbit.show(framingOf(shown({ spheres: true, events: true })));
    expect(orbit.goal).toEqual(moved);
    orbit.home();
    const fresh = new Orbit();
    fresh.resize(SIZE);
    fresh.show(framingOf(shown({ spheres: true, events: true })));
    expect(orbit.goal).toEqual(fresh.goal);
  });
});
