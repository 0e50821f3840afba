import { describe, expect, it } from 'vitest';
import { createSerial } from '../../../../src/main/host/serial.ts';

describe('createSerial', () => {
  it('runs one task at a time, in order, a failed one too', async () => {
    const serial = createSerial();
    const trail: string[] = [];
    const task = (name: string, fails = false) =>
      serial(async () => {
        trail.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, 0));
        trail.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      });
    const outcomes = await Promise.allSettled([task('a'), task('b', true), task('c')]);
    expect(trail).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
