import { describe, expect, it } from 'vitest';
import { Throughput } from '../../../../../src/main/host/runs/throughput.ts';

const rows = (...stepMs: number[]) =>
  stepMs.map((ms, i) => ({
    step: i + 1,
    lossNats: 1,
    validationLossNats: null,
    learningRate: 0,
    gradientNorm: 0,
    stepMs: ms,
  }));

describe('Throughput', () => {
  it('knows nothing before the first step and after a reset', () => {
    const speed = new Throughput(768);
    expect(speed.rate()).toBeUndefined();
    speed.add(rows(10));
    speed.reset();
    expect(speed.rate()).toBeUndefined();
  });

  it('is the tokens of a step over its time', () => {
    const speed = new Throughput(768);
    speed.add(rows(10, 20, 30));
    expect(speed.rate()).toEqual({ msPerStep: 20, tokensPerSecond: 38_400 });
  });

  it('looks at the last second only, but at one step at least', () => {
    const speed = new Throughput(100);
    speed.add(rows(...Array<number>(50).fill(1_000)));
    speed.add(rows(...Array<number>(100).fill(10)));
    expect(speed.rate()?.msPerStep).toBe(10);
    speed.add(rows(4_000));
    expect(speed.rate()).toEqual({ msPerStep: 4_000, tokensPerSecond: 25 });
  });
});
