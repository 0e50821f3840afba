import { describe, expect, it } from 'vitest';
import { boundaryDistance, eventKind } from '../../../../src/renderer/store/event-kind.ts';

describe('kinds of events', () => {
  it.each([
    [1, 'bracket'],
    [5, 'twin'],
    [99, 'ordinary'],
    [100, 'region-exit'],
    [101, 'ordinary'],
    [143_899, 'ordinary'],
    [143_900, 'region-enter'],
    [143_999, 'bracket'],
    [144_000, 'crossing'],
    [144_001, 'bracket'],
    [144_100, 'region-exit'],
    [288_000, 'crossing'],
  ])('%i is %s', (n, kind) => expect(eventKind(n)).toBe(kind));

  it('knows distances to the nearest multiple, 0 included', () => {
    expect([1, 72_000, 143_999, 144_002].map(boundaryDistance)).toEqual([1, 72_000, 1, 2]);
  });

  it('marks as twins exactly the primes with a prime two away, by a sieve', () => {
    const prime = new Uint8Array(288_200).fill(1);
    prime[0] = prime[1] = 0;
    for (let d = 2; d * d < prime.length; d += 1) {
      if (prime[d]) for (let m = d * d; m < prime.length; m += d) prime[m] = 0;
    }
    for (let n = 1; n < 288_100; n += 1) {
      const distance = boundaryDistance(n);
      if (distance < 2 || distance > 99) continue;
      const twin = prime[n] === 1 && (prime[n - 2] === 1 || prime[n + 2] === 1);
      expect(eventKind(n)).toBe(twin ? 'twin' : 'ordinary');
    }
  });
});
