import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { placedEvent } from '../../../src/renderer/scene/layers/events/event-places.ts';
import { eventTheta, slotShare } from '../../../src/renderer/scene/layers/events/event-layout.ts';
import { eventPoint } from '../../../src/renderer/scene/layers/events/event-shapes.ts';
import { ballOf } from '../../../src/renderer/scene/layers/selection/selected-balls.ts';
import { createStage } from '../../../src/renderer/scene/kit/stage.ts';
import { clockWords, tokenWords } from '../../../src/renderer/scene/overlay/event-words.ts';
import { resetFrames, takeFrame } from '../../../src/renderer/store/newest-frames.ts';
import { eventFrame, tokenFrame } from '../frames.ts';

beforeEach(() => {
  takeFrame('tokens', tokenFrame([0.5, 1, 1.5, 2, 2.5, 3, 3.5]));
  takeFrame('events', eventFrame(101, [0.25, 4, 1]));
});
afterEach(resetFrames);

describe('placedEvent', () => {
  it('knows where an event is drawn', () => {
    const event = placedEvent(102);
    expect(event).toMatchObject({ n: 102, token: 1, lossNats: 4, group: 6 });
    expect(event?.theta).toBe(eventTheta(101, 1));
    const point = { share: slotShare(101), thetaRad: eventTheta(101, 1), spokeRad: 0, lossNats: 4 };
    expect(event?.place).toEqual(eventPoint('ring', point));
  });

  it('knows no event outside the shell', () => {
    expect(placedEvent(100)).toBeUndefined();
    expect(placedEvent(104)).toBeUndefined();
  });
});

describe('ballOf', () => {
  it('is a point for an event, a ball for a sphere, and its shell for a parent', () => {
    const stage = createStage();
    expect(ballOf(stage, { kind: 'event', n: 103 })?.radius).toBe(0);
    expect(ballOf(stage, { kind: 'sphere', id: 0 })?.shell).toBe(1);
    expect(ballOf(stage, { kind: 'sphere', id: 3 })?.shell).toBeUndefined();
    expect(ballOf(stage, { kind: 'sphere', id: 13 })).toBeUndefined();
    expect(ballOf(stage, undefined)).toBeUndefined();
  });
});

describe('words for an event', () => {
  it('tells theta as the time of the ring', () => {
    expect([0, Math.PI, 2 * Math.PI - 1e-9, 4.055308618].map(clockWords)).toEqual([
      '12:00',
      '6:00',
      '11:59',
      '7:44',
    ]);
  });

  it('makes blanks visible', () => {
    expect(tokenWords(' \n', 3)).toBe('“␣↵”');
    expect(tokenWords(undefined, 3)).toBe('token 3');
  });
});
