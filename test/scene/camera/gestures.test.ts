// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listenToGestures } from '../../../src/renderer/scene/camera/gestures.ts';
import { createStage } from '../../../src/renderer/scene/kit/stage.ts';
import type { Stage } from '../../../src/renderer/scene/kit/stage.ts';
import { useTools } from '../../../src/renderer/store/tool-slice.ts';
import { hover, select, useSelection } from '../../../src/renderer/store/selection-slice.ts';

let stage: Stage;
let element: HTMLElement;
let stop: () => void;

beforeEach(() => {
  stage = createStage();
  stage.size = { width: 1_000, height: 600 };
  stage.orbit.resize(stage.size);
  element = document.createElement('div');
  element.tabIndex = 0;
  element.setPointerCapture = () => undefined; // jsdom has no pointer capture
  element.getBoundingClientRect = () =>
    ({ left: 0, top: 0, width: 1_000, height: 600 }) as unknown as DOMRect;
  element.append(document.createElement('canvas'));
  document.body.append(element);
  stop = listenToGestures(element, stage);
});

afterEach(() => {
  stop();
  element.remove();
  select(undefined);
  hover(undefined);
});

const pointer = (type: string, x: number, y: number, more: PointerEventInit = {}): void => {
  const init = { bubbles: true, clientX: x, clientY: y, pointerId: 1, button: 0, ...more };
  element.firstElementChild?.dispatchEvent(new PointerEvent(type, init));
};
const drag = (dx: number, dy: number, more: PointerEventInit = {}): void => {
  pointer('pointerdown', 500, 300, more);
  pointer('pointermove', 500 + dx, 300 + dy, more);
  pointer('pointerup', 500 + dx, 300 + dy, more);
};

describe('gestures', () => {
  it('turn with a drag, and select nothing by it', async () => {
    const asked = vi.fn(() => Promise.resolve({ kind: 'sphere', id: 2 } as const));
    stage.pickAt = asked;
    const { azimuth, target } = stage.orbit.goal;
    drag(-80, 0, { buttons: 1 });
    expect(stage.orbit.goal.azimuth).toBeGreaterThan(azimuth);
    expect(stage.orbit.goal.target).toEqual(target);
    expect(asked).not.toHaveBeenCalled();
  });

  it.each([
    ['the right button', { buttons: 2, button: 2 }],
    ['the middle button', { buttons: 4, button: 1 }],
    ['Ctrl', { buttons: 1, ctrlKey: true }],
  ])('move with a drag with %s', (_, more) => {
    const { azimuth, target } = stage.orbit.goal;
    drag(60, 20, more);
    expect(stage.orbit.goal.azimuth).toBe(azimuth);
    expect(stage.orbit.goal.target).not.toEqual(target);
  });

  it('draw a box with Shift and add what is inside', async () => {
    select({ kind: 'sphere', id: 9 });
    stage.pickInside = vi.fn(() => Promise.resolve({ spheres: [2, 4], events: [] }));
    drag(60, 20, { buttons: 1, shiftKey: true });
    expect(stage.pickInside).toHaveBeenCalledWith({
      shape: 'box',
      points: [
        { x: 500, y: 300 },
        { x: 560, y: 320 },
      ],
    });
    expect(useTools.getState().region).toBeUndefined();
    await vi.waitFor(() => expect(useSelection.getState().many.spheres).toEqual([2, 4, 9]));
  });

  it('zoom with the wheel, in finer steps with a pinch, and turn with a sideways wheel', () => {
    const wheel = (init: WheelEventInit): void => {
      const event = new WheelEvent('wheel', { bubbles: true, cancelable: true, ...init });
      element.dispatchEvent(event);
      expect(event.defaultPrevented).toBe(true);
    };
    const far = stage.orbit.goal.distance;
    wheel({ deltaY: -100 });
    const near = stage.orbit.goal.distance;
    expect(near).toBeLessThan(far);
    wheel({ deltaY: 5, ctrlKey: true });
    expect(stage.orbit.goal.distance).toBeGreaterThan(near);
    const { azimuth } = stage.orbit.goal;
    wheel({ deltaX: 40, deltaY: 2 });
    expect(stage.orbit.goal.azimuth).not.toBe(azimuth);
  });

  it('pinch with two fingers', () => {
    const far = stage.orbit.goal.distance;
    const finger = (id: number): PointerEventInit => ({ pointerId: id, pointerType: 'touch' });
    pointer('pointerdown', 450, 300, finger(1));
    pointer('pointerdown', 550, 300, finger(2));
    pointer('pointermove', 650, 300, finger(2));
    expect(stage.orbit.goal.distance).toBeLessThan(far / 1.5);
  });

  it('select what a click meets, and deselect with a click on nothing', async () => {
    stage.pickAt = (x, y) =>
      Promise.resolve(x === 500 && y === 300 ? { kind: 'sphere', id: 7 } : undefined);
    drag(0, 0);
    await vi.waitFor(() => {
      expect(useSelection.getState().selected).toEqual({ kind: 'sphere', id: 7 });
    });
    expect(document.activeElement).toBe(element);
    pointer('pointerdown', 10, 10);
    pointer('pointerup', 10, 10);
    await vi.waitFor(() => {
      expect(useSelection.getState().selected).toBeUndefined();
    });
  });

  it('ask what lies under the pointer, until it leaves', () => {
    pointer('pointermove', 120, 80);
    expect(stage.pointer).toEqual({ x: 120, y: 80 });
    expect(stage.pickWanted).toBe(true);
    hover({ kind: 'sphere', id: 1 });
    element.dispatchEvent(new PointerEvent('pointerleave'));
    expect(stage.pointer).toBeUndefined();
    expect(useSelection.getState().hovered).toBeUndefined();
  });

  it('ask nothing where a drag ends beside the stage', () => {
    drag(900, 0);
    expect(stage.pointer).toBeUndefined();
    pointer('pointermove', 120, 80);
    drag(60, 0);
    expect(stage.pointer).toEqual({ x: 560, y: 300 });
  });

  it('leave what lies over the stage alone', () => {
    const legend = document.createElement('div');
    legend.dataset['overStage'] = '';
    element.append(legend);
    pointer('pointermove', 120, 80);
    legend.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, clientX: 130 }));
    expect(stage.pointer).toBeUndefined(); // no card for what lies beneath it
    const { goal } = stage.orbit;
    const wheel = new WheelEvent('wheel', { bubbles: true, cancelable: true, deltaY: 50 });
    legend.dispatchEvent(wheel);
    expect(wheel.defaultPrevented).toBe(false);
    expect(stage.orbit.goal).toBe(goal);
  });
});
