import { describe, expect, it } from 'vitest';
import {
  duration,
  gradientWords,
  sphereKind,
  sphereSentence,
} from '../../../src/renderer/scene/overlay/sphere-words.ts';
import { hudLines } from '../../../src/renderer/scene/overlay/hud-words.ts';

const FIGURES = {
  spheres: 1_885,
  eventsHeld: 144_000,
  eventsDrawn: 20_571,
  primesDrawn: 0,
  drawCalls: 5,
  framesPerSecond: 14.6,
  jsMs: 1.24,
  uploadBytes: 31_000,
  droppedFrames: 0,
  spheresDrawn: 1_885,
  links: 1_884,
  linksDrawn: 1_884,
  eventStride: 7,
  governorLevel: 0,
  renderer: 'SwiftShader',
  software: true,
};

describe('hudLines', () => {
  it('says what is drawn and what it costs', () => {
    expect(hudLines(FIGURES)).toEqual([
      '1,885 spheres · 20,571 of 144,000 events (1 in 7) · 5 draws',
      '15 fps · 1.2 ms js · 0.03 MB/frame · SwiftShader, software GL',
    ]);
  });

  it('says how far the governor holds back', () => {
    expect(hudLines({ ...FIGURES, governorLevel: 2 })[1]).toContain(' · governor 2 of 3 · Swift');
  });

  it('says how many links are left out', () => {
    const [drawn] = hudLines({ ...FIGURES, linksDrawn: 942 });
    expect(drawn).toContain('1,885 spheres · 942 of 1,884 links · 20,571 of');
  });

  it('counts the primes while the clock lattice is shown', () => {
    expect(hudLines({ ...FIGURES, primesDrawn: 232 })[0]).toContain(' · 232 primes · 5 draws');
  });

  it('says that a still scene stands still', () => {
    const still = { ...FIGURES, eventsHeld: 20, eventsDrawn: 20, framesPerSecond: 0 };
    expect(hudLines({ ...still, renderer: 'Apple M2', software: false })).toEqual([
      '1,885 spheres · 20 events · 5 draws',
      'still · Apple M2',
    ]);
  });
});

describe('words for a sphere', () => {
  it('chooses the unit a person would', () => {
    expect([0.25, 1.94, 42.4, 1_900, 125_000].map(duration)).toEqual([
      '250 µs',
      '1.9 ms',
      '42 ms',
      '1.9 s',
      '2 min',
    ]);
  });

  it('gives three digits of a gradient norm', () => {
    expect([0.4121, 12.345, 0.00012, 4_321].map(gradientWords)).toEqual([
      '0.412',
      '12.3',
      '1.20e-4',
      '4.32e+3',
    ]);
  });

  it('tells leaf, level and root apart', () => {
    expect(sphereKind({ level: 0, leaf: false, group: undefined })).toBe('root');
    expect(sphereKind({ level: 1, leaf: false, group: 7 })).toBe('level 1 · group 7');
    expect(sphereKind({ level: 2, leaf: true, group: 0 })).toBe('leaf · group 0');
  });

  it('says the whole card in a sentence', () => {
    const sentence = sphereSentence({
      id: 4,
      state: 'processing',
      stateAgeMs: 1.9,
      level: 1,
      leaf: true,
      group: 3,
      parent: 0,
      worker: 1,
      inbox: { critical: 0, high: 1, normal: 2, low: 0 },
      queuedItems: 0,
      microBatches: 9,
      stolenTo: 0,
      stolenFrom: 0,
      messagesReceived: 4,
      gradientNorm: 0.412,
      lossNats: 2,
      utilization: 0.2,
    });
    expect(sentence).toBe(
      'Sphere 4, leaf, group 3. Processing for 1.9 ms. worker 1. 3 messages waiting. gradient norm 0.412.',
    );
  });
});
