import { describe, expect, it } from 'vitest';
import { createRateLimit } from '../../../../src/main/server/rate-limit.ts';

describe('createRateLimit', () => {
  const limitAt = (clock: { ms: number }) => createRateLimit(10, 20, () => clock.ms);
  const takeAll = (limit: { take(): boolean }) => {
    let taken = 0;
    while (limit.take()) taken += 1;
    return taken;
  };

  it('allows the burst, then the rate', () => {
    const clock = { ms: 0 };
    const limit = limitAt(clock);
    expect(takeAll(limit)).toBe(20);
    clock.ms += 1_000;
    expect(takeAll(limit)).toBe(10);
    clock.ms += 50; // half a message
    expect(limit.take()).toBe(false);
    clock.ms += 50;
    expect(takeAll(limit)).toBe(1);
  });

  it('saves up no more than the burst', () => {
    const clock = { ms: 0 };
    const limit = limitAt(clock);
    clock.ms += 3_600_000;
    expect(takeAll(limit)).toBe(20);
  });
});
