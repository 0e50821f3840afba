import { describe, expect, it } from 'vitest';
import { logRange, rangeOf, shareOf } from '../../../src/renderer/scene/kit/value-scale.ts';

const RANGE = { min: 0, max: 4 };

describe('shareOf', () => {
  it('is linear and clamps', () => {
    expect([-1, 0, 1, 4, 9].map((x) => shareOf(x, RANGE, false))).toEqual([0, 0, 0.25, 1, 1]);
  });

  it('shows trouble at the top', () => {
    expect(shareOf(NaN, RANGE, false)).toBe(1);
    expect(shareOf(Infinity, RANGE, true)).toBe(1);
  });

  it('is logarithmic over four decades when the range touches 0', () => {
    expect(logRange(RANGE)).toEqual({ min: 4e-4, max: 4 });
    expect(shareOf(0, RANGE, true)).toBe(0);
    expect(shareOf(0.04, RANGE, true)).toBeCloseTo(0.5, 12);
    expect(shareOf(1, { min: 0.01, max: 100 }, true)).toBeCloseTo(0.5, 12);
  });

  it('survives a range of no width', () => {
    expect(shareOf(3, { min: 3, max: 3 }, false)).toBe(0);
    expect(shareOf(4, { min: 3, max: 3 }, false)).toBe(1);
  });
});

describe('rangeOf', () => {
  it('follows the data, from the floor where there is one', () => {
    expect(rangeOf({ log: false }, [3, NaN, 1, Infinity, 2], undefined)).toEqual({
      min: 1,
      max: 3,
    });
    expect(rangeOf({ log: false }, [3, 1], 0)).toEqual({ min: 0, max: 3 });
  });

  it('stays where it is locked', () => {
    expect(rangeOf({ log: false, range: RANGE }, [100], 0)).toBe(RANGE);
  });

  it('is never empty', () => {
    expect(rangeOf({ log: false }, [], 0)).toEqual({ min: 0, max: 1 });
    expect(rangeOf({ log: false }, [5, 5], undefined)).toEqual({ min: 5, max: 6 });
  });
});
