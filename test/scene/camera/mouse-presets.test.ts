import { describe, expect, it } from 'vitest';
import { dragAction, wheelAction } from '../../../src/renderer/scene/camera/mouse-presets.ts';

const held = (buttons: number, keys = ''): Parameters<typeof dragAction>[2] => ({
  buttons,
  shiftKey: keys.includes('S'),
  ctrlKey: keys.includes('C'),
});

describe('what a drag means', () => {
  it.each([
    ['molstar', 'turn', held(1), 'turn'],
    ['molstar', 'turn', held(2), 'pan'],
    ['molstar', 'turn', held(1, 'C'), 'pan'],
    ['molstar', 'turn', held(1, 'S'), 'select'],
    ['molstar', 'box', held(1), 'select'],
    ['molstar', 'lasso', held(4), 'pan'],
    ['blender', 'turn', held(4), 'turn'],
    ['blender', 'turn', held(4, 'S'), 'pan'],
    ['blender', 'turn', held(4, 'C'), 'zoom'],
    ['blender', 'turn', held(1), 'select'],
    ['trackpad', 'turn', held(1), 'turn'],
  ] as const)('%s, tool %s, %j: %s', (preset, tool, input, action) => {
    expect(dragAction(preset, tool, input)).toBe(action);
  });
});

describe('what a wheel means', () => {
  const wheel = (deltaX: number, deltaY: number, shiftKey = false, ctrlKey = false) => ({
    ...{ deltaX, deltaY, shiftKey, ctrlKey },
  });
  it.each([
    ['molstar', wheel(0, 10), 'zoom'],
    ['molstar', wheel(10, 2), 'turn'],
    ['trackpad', wheel(2, 10), 'turn'],
    ['trackpad', wheel(2, 10, true), 'pan'],
    ['trackpad', wheel(0, 3, false, true), 'zoom'],
    ['blender', wheel(0, 10, true), 'pan'],
  ] as const)('%s, %j: %s', (preset, input, action) => {
    expect(wheelAction(preset, input)).toBe(action);
  });
});
