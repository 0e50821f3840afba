import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventLog } from '../../../../src/renderer/store/event-log.ts';
import {
  RECORDING_LIMITS,
  Recording,
  keepEveryMs,
} from '../../../../src/renderer/store/recording.ts';
import { createEventRing, slotOf } from '../../../../src/renderer/store/event-ring.ts';
import { eventFrame, sphereFrame } from '../../../scene/frames.ts';
import {
  advanceReplay,
  goLive,
  holdOrReplay,
  holdView,
  showMoment,
  showStep,
  toggleReplay,
  useTime,
} from '../../../../src/renderer/store/time-slice.ts';
import { forgetRun } from '../../../../src/renderer/store/forget-run.ts';
import { newestFrames, takeFrame } from '../../../../src/renderer/store/newest-frames.ts';
import { recording } from '../../../../src/renderer/store/recorded-frames.ts';
import { resetWindow } from '../../../helpers/window-fixture.ts';

const wordsOf = (firstN: number, count: number): Uint32Array =>
  Uint32Array.from({ length: count }, (_, i) => firstN + i);
const rows = (firstN: number, count: number, step = 1) => ({
  ...{ firstN, step, leaves: 12, context: 4, words: wordsOf(firstN, count) },
});

describe('the log of events', () => {
  it('rebuilds a ring as it was, forwards and backwards, over chunks', () => {
    const log = new EventLog(1_000_000);
    for (let n = 1; n <= 400_000; n += 1_000) log.append(rows(n, 1_000));
    const ring = createEventRing();
    for (const newestN of [150_000, 150_400, 399_000, 145_000]) {
      log.show(ring, newestN, 1);
      expect(ring.newestN).toBe(newestN);
      expect(ring.oldestN).toBe(newestN - 144_000 + 1);
      for (const n of [ring.oldestN, newestN - 70_000, newestN]) {
        expect(ring.slots[slotOf(n)]).toBe(n);
      }
    }
  });

  it('stays within its memory and knows what is left', () => {
    const log = new EventLog(400_000);
    for (let n = 1; n <= 900_000; n += 10_000) log.append(rows(n, 10_000));
    expect(log.bytes).toBeLessThanOrEqual(1_600_000);
    expect(log.nextN).toBe(900_001);
    const ring = createEventRing();
    log.show(ring, log.oldestN + 10, 1);
    expect(ring.oldestN).toBe(log.oldestN);
  });

  it('begins anew after a gap', () => {
    const log = new EventLog(1_000_000);
    log.append(rows(1, 50));
    log.append(rows(500, 5));
    expect([log.oldestN, log.nextN]).toEqual([500, 505]);
  });
});

describe('a recording', () => {
  it('thins frames, keeps within its budget and finds steps', () => {
    const kept = new Recording();
    const frame = sphereFrame(2);
    for (let i = 0; i < 20_000; i += 1) kept.keepFrame('spheres', frame, i, i * 33);
    expect(kept.bytes).toBeLessThanOrEqual(RECORDING_LIMITS.frameBytes);
    const { fromMs, toMs } = kept.span ?? { fromMs: 0, toMs: 0 };
    expect(toMs - fromMs).toBeGreaterThan(120_000);
    expect(kept.momentOfStep(0)).toBeUndefined();
    const atMs = kept.momentOfStep(19_500) ?? 0;
    expect(Math.abs(atMs - 19_500 * 33)).toBeLessThan(200);
  });

  it('leaves long silences out', () => {
    const kept = new Recording();
    kept.keepFrame('spheres', sphereFrame(2), 1, 10_000);
    kept.keepFrame('spheres', sphereFrame(2), 2, 10_500);
    kept.keepFrame('spheres', sphereFrame(2), 3, 900_000);
    expect(kept.span).toEqual({ fromMs: 10_000, toMs: 10_500 + RECORDING_LIMITS.silenceMs });
  });

  it('keeps large frames rarely enough to last for the span', () => {
    const deepest = 22_621 * 52;
    const frames = RECORDING_LIMITS.frameBytes / deepest;
    expect(frames * keepEveryMs(deepest)).toBeGreaterThanOrEqual(RECORDING_LIMITS.spanMs);
    expect(keepEveryMs(1_000)).toBe(RECORDING_LIMITS.leastMs);
  });
});

describe('the moment shown', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  beforeEach(() => {
    resetWindow('running');
    forgetRun();
    const take = (step: number, atMs: number): void => {
      recording.keepFrame('spheres', sphereFrame(1, { 1: { utilization: step } }), step, atMs);
      recording.keepEvents(rows(1 + (step - 1) * 10, 10, step), atMs);
    };
    for (let step = 1; step <= 20; step += 1) take(step, step * 1_000);
  });

  it('can be held while the run goes on, and is live again when asked', () => {
    expect(holdView()).toBe(true);
    const shown = newestFrames.spheres.frame;
    expect(newestFrames.events.newestN).toBe(200);
    takeFrame('spheres', sphereFrame(1, { 2: { state: 'waiting' } }));
    takeFrame('events', eventFrame(201, [1, 2, 3]));
    expect(newestFrames.spheres.frame).toBe(shown);
    expect(newestFrames.events.newestN).toBe(200);
    goLive();
    expect(newestFrames.spheres.frame).not.toBe(shown);
    expect(newestFrames.events.newestN).toBe(203);
  });

  it('can be scrubbed, also to a step of the loss chart', () => {
    showMoment(5_400);
    expect(useTime.getState()).toMatchObject({ mode: 'held', step: 5 });
    expect(newestFrames.events.newestN).toBe(50);
    expect(showStep(12)).toBe(true);
    expect(newestFrames.events.newestN).toBe(120);
    expect(showStep(99)).toBe(false);
    showMoment(-5);
    expect(useTime.getState().cursorMs).toBe(1_000);
  });

  it('replays at a speed and ends live', () => {
    showMoment(1_000);
    useTime.setState({ speed: 10 });
    toggleReplay();
    advanceReplay(500);
    expect(useTime.getState()).toMatchObject({ cursorMs: 6_000, step: 6, mode: 'held' });
    advanceReplay(5_000);
    expect(useTime.getState()).toMatchObject({ mode: 'live', playing: false });
    expect(newestFrames.events.newestN).toBe(200);
  });

  it('does not grow while the machine rests', () => {
    resetWindow('paused');
    const before = recording.span;
    vi.spyOn(performance, 'now').mockReturnValue(20_200);
    for (let i = 0; i < 5; i += 1) takeFrame('spheres', sphereFrame(1, {}, 20));
    expect(recording.span).toEqual(before);
    takeFrame('spheres', sphereFrame(1, {}, 21)); // one step more, by hand
    expect(recording.span?.toMs).toBeGreaterThan(before?.toMs ?? Infinity);
  });

  it('is held by the key that then replays it', () => {
    holdOrReplay();
    expect(useTime.getState()).toMatchObject({ mode: 'held', playing: false, step: 20 });
    holdOrReplay(); // from its end there is only its beginning to play
    expect(useTime.getState()).toMatchObject({ mode: 'held', playing: true, step: 1 });
  });

  it('is nothing without a recording', () => {
    forgetRun();
    expect(holdView()).toBe(false);
    expect(useTime.getState().mode).toBe('live');
  });
});
