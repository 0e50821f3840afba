import { describe, expect, it } from 'vitest';
import { sphereCount, sphereOfLeaf } from '../../../../src/shared/frames/sphere-tree.ts';

describe('the full tree', () => {
  it('has 13, 157, 1,885 and 22,621 spheres', () => {
    expect([1, 2, 3, 4].map(sphereCount)).toEqual([13, 157, 1_885, 22_621]);
  });

  it('gives neighbouring leaves to neighbouring groups of the first level', () => {
    expect([0, 1, 11].map((leaf) => sphereOfLeaf(leaf, 12))).toEqual([1, 2, 12]);
    expect([0, 1, 12, 143].map((leaf) => sphereOfLeaf(leaf, 144))).toEqual([13, 25, 14, 156]);
  });

  it.each([12, 144, 1_728])('numbers each of %i leaves once', (leaves) => {
    const spheres = new Set(
      Array.from({ length: leaves }, (_, leaf) => sphereOfLeaf(leaf, leaves)),
    );
    expect(spheres.size).toBe(leaves);
    expect(Math.min(...([...spheres] as number[]))).toBe((leaves - 1) / 11);
  });

  it('knows nothing of other trees, nor of leaves they do not have', () => {
    expect(sphereOfLeaf(0, 13)).toBeUndefined();
    expect(sphereOfLeaf(0, 0)).toBeUndefined();
    expect(sphereOfLeaf(12, 12)).toBeUndefined();
  });
});
