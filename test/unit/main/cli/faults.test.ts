import { describe, expect, it } from 'vitest';
import { readFaults } from '../../../../src/main/cli/faults.ts';

describe('--inject', () => {
  it('reads kinds, steps, spheres and what stands behind them', () => {
    expect(readFaults('fail@12:5, hang@20:3:2,slow@1:7:250,slow@2:8')).toEqual([
      { kind: 'fail', step: 12, sphere: 5, times: 1, delayMs: 0 },
      { kind: 'hang', step: 20, sphere: 3, times: 2, delayMs: 0 },
      { kind: 'slow', step: 1, sphere: 7, times: 100, delayMs: 250 },
      { kind: 'slow', step: 2, sphere: 8, times: 100, delayMs: 100 },
    ]);
  });

  it.each([
    ['', '"" is none of these'],
    ['fail', '"fail" is none of these'],
    ['fail@1', '"fail@1" is none of these'],
    ['burn@1:2', '"burn@1:2" is none of these'],
    ['fail@1:2,', '"" is none of these'],
    ['fail@-1:2', '"fail@-1:2" is none of these'],
    ['fail@0:2', 'the step in "fail@0:2" must be from 1 to 10000000, not 0.'],
    ['fail@1:65536', 'the sphere in "fail@1:65536" must be from 0 to 65535, not 65536.'],
    ['hang@1:2:0', 'the number of strikes in "hang@1:2:0" must be from 1 to 100, not 0.'],
    ['slow@1:2:60001', 'the delay in "slow@1:2:60001" must be from 0 to 60000, not 60001.'],
    ['fail@1:99999999999999999999', 'the sphere in'],
    [Array(101).fill('fail@1:2').join(','), 'at most 100 faults, not 101'],
  ])('refuses %s', (text, message) => {
    expect(() => readFaults(text)).toThrow(message);
  });
});
