import { describe, expect, it } from 'vitest';
import { FrameMeter } from '../../../src/renderer/scene/kit/frame-meter.ts';

describe('FrameMeter', () => {
  it('measures rate, 95th percentile and bytes of its window', () => {
    const meter = new FrameMeter(1_000);
    for (let i = 1; i <= 20; i += 1) {
      meter.frame(i);
      meter.upload(100);
    }
    expect(meter.read(2_000)).toEqual({
      framesPerSecond: 20,
      jsMs: 19,
      uploadBytes: 100,
      droppedFrames: 0,
    });
  });

  it('begins anew after a reading, and reads nothing as nothing', () => {
    const meter = new FrameMeter(0);
    meter.frame(5);
    meter.read(500);
    expect(meter.read(1_000)).toEqual({
      framesPerSecond: 0,
      jsMs: 0,
      uploadBytes: 0,
      droppedFrames: 0,
    });
  });

  it('keeps the newest of very many frames', () => {
    const meter = new FrameMeter(0);
    for (let i = 0; i < 1_000; i += 1) meter.frame(i < 700 ? 99 : 1);
    const { framesPerSecond, jsMs } = meter.read(1_000);
    expect(framesPerSecond).toBe(1_000);
    expect(jsMs).toBe(1);
  });
});
