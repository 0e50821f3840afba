import { describe, expect, it } from 'vitest';
import { idOfPixel } from '../../../src/renderer/scene/picking/pick-id.ts';

describe('idOfPixel', () => {
  it('reads id + 1, little end first', () => {
    expect(idOfPixel([1, 0, 0, 255])).toBe(0);
    expect(idOfPixel([0, 1, 0, 255])).toBe(255);
    const id = 22_620 + 1;
    expect(idOfPixel([id & 255, (id >> 8) & 255, id >> 16, 255])).toBe(22_620);
  });

  it('is nothing on the empty ground', () => {
    expect(idOfPixel([0, 0, 0, 0])).toBeUndefined();
  });
});
