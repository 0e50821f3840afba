import { describe, expect, it } from 'vitest';
import { Governor, qualityAt } from '../../../src/renderer/scene/kit/governor.ts';
import { qualityOf } from '../../../src/renderer/scene/kit/quality.ts';

const software = qualityOf('SwiftShader');
const hardware = qualityOf('ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 Direct3D11)');
const feed = (governor: Governor, ms: number, windows: number): number => {
  let changes = 0;
  for (let i = 0; i < windows * 24; i += 1) if (governor.take(ms)) changes += 1;
  return changes;
};

describe('Governor', () => {
  it('leaves the first quality alone while frames are quick', () => {
    const governor = new Governor(software);
    expect(feed(governor, 40, 20)).toBe(0);
    expect(governor.quality).toEqual(software);
  });

  it('draws less, level by level, while frames are slow, and not without end', () => {
    const governor = new Governor(software);
    expect(feed(governor, 200, 20)).toBe(3);
    const { allDrawn, eventStride, mostLinks, leastSpherePixels } = governor.quality;
    expect(allDrawn).toBe(600); // the first rings of primes stay whole
    expect(eventStride).toBeGreaterThan(software.eventStride);
    expect(mostLinks).toBeLessThan(software.mostLinks);
    expect(leastSpherePixels).toBeGreaterThan(software.leastSpherePixels);
  });

  it('judges by the median: one long frame changes nothing', () => {
    const governor = new Governor(hardware);
    for (let i = 0; i < 240; i += 1) expect(governor.take(i % 6 === 0 ? 300 : 16)).toBe(false);
  });

  it('draws more again only after a while, and not back and forth', () => {
    const governor = new Governor(hardware);
    feed(governor, 60, 1);
    expect(governor.level).toBe(1);
    feed(governor, 9, 50);
    expect(governor.level).toBe(1);
    feed(governor, 9, 20);
    expect(governor.level).toBe(0);
  });
});

describe('qualityAt', () => {
  it('is the first quality at level 0', () => {
    for (const first of [software, hardware]) expect(qualityAt(first, 0)).toEqual(first);
  });

  it('samples events evenly: strides share no factor with 2, 3 and 5', () => {
    for (const first of [software, hardware]) {
      for (let level = 1; level < 4; level += 1) {
        const { eventStride } = qualityAt(first, level);
        for (const factor of [2, 3, 5]) expect(eventStride % factor).not.toBe(0);
      }
    }
  });

  it('draws about 20,000 events in software at first', () => {
    expect(Math.round(144_000 / software.eventStride / 1_000)).toBe(21);
  });
});
