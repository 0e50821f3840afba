import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { frameSelected, pressStageKey } from '../../../src/renderer/scene/camera/stage-keys.ts';
import { createStage } from '../../../src/renderer/scene/kit/stage.ts';
import type { Stage } from '../../../src/renderer/scene/kit/stage.ts';
import { select, useSelection } from '../../../src/renderer/store/selection-slice.ts';

let stage: Stage;
const press = (key: string, modifiers: Partial<KeyboardEvent> = {}): boolean =>
  pressStageKey(stage, { key, ...modifiers } as KeyboardEvent);
const selected = (): unknown => useSelection.getState().selected;

beforeEach(() => {
  stage = createStage();
  stage.orbit.resize({ width: 1_000, height: 600 });
});
afterEach(() => {
  select(undefined);
});

describe('the keys of the stage', () => {
  it('step through the spheres, round and round', () => {
    press(']');
    expect(selected()).toEqual({ kind: 'sphere', id: 0 });
    press(']');
    expect(selected()).toEqual({ kind: 'sphere', id: 1 });
    press('[');
    press('[');
    expect(selected()).toEqual({ kind: 'sphere', id: 12 });
    press('Escape');
    expect(selected()).toBeUndefined();
    press('[');
    expect(selected()).toEqual({ kind: 'sphere', id: 12 });
  });

  it('leave Shift F to the window', () => {
    expect(press('F', { shiftKey: true })).toBe(false);
    expect(press('F')).toBe(true); // caps lock
  });

  it('turn, move and zoom', () => {
    const { orbit } = stage;
    const start = orbit.goal;
    press('ArrowRight');
    expect(orbit.goal.azimuth).toBeGreaterThan(start.azimuth);
    press('ArrowUp');
    expect(orbit.goal.elevation).toBeGreaterThan(start.elevation);
    press('ArrowLeft', { shiftKey: true });
    expect(orbit.goal.target).not.toEqual(start.target);
    press('+');
    expect(orbit.goal.distance).toBeLessThan(start.distance);
    press('Home');
    expect(orbit.goal).toEqual(start);
  });

  it('look from front, right and top', () => {
    const { orbit } = stage;
    press('7');
    expect(orbit.goal.elevation).toBeCloseTo(Math.PI / 2, 2);
    press('3');
    expect(orbit.goal.azimuth).toBeCloseTo(Math.PI / 2, 12);
    press('1');
    expect([orbit.goal.azimuth, orbit.goal.elevation]).toEqual([0, 0]);
  });

  it('frame the selected sphere', () => {
    select({ kind: 'sphere', id: 4 });
    frameSelected(stage);
    expect([...stage.orbit.goal.target]).toEqual([...stage.places.now.subarray(16, 19)]);
  });

  it('leave other keys and shortcuts to the window', () => {
    expect(press('c')).toBe(false);
    expect(press(' ')).toBe(false);
    expect(press('f', { ctrlKey: true })).toBe(false);
  });
});
