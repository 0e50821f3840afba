import { describe, expect, it } from 'vitest';
import {
  eventColour,
  eventMap,
  eventRange,
  eventScale,
  eventStrength,
} from '../../../src/renderer/scene/layers/events/event-colour.ts';
import { COLOUR_NATS } from '../../../src/renderer/scene/layers/events/event-layout.ts';
import { lightness, rgbOf } from '../../../src/renderer/scene/kit/colour.ts';
import { EVENT_COLOURS, FIRST_LOOK } from '../../../src/renderer/store/scene-look.ts';

describe('the colours of events', () => {
  it('clamp at both ends, and show what is no number as the worst', () => {
    const top = eventScale('dark').at(-1);
    expect(eventColour(-1, 'dark')).toEqual(eventScale('dark')[0]);
    expect(eventColour(COLOUR_NATS, 'dark')).toEqual(top);
    expect(eventColour(Infinity, 'dark')).toEqual(top);
    expect(eventColour(NaN, 'dark')).toEqual(top);
  });

  it('have a range for loss alone, which can be locked', () => {
    const { events } = FIRST_LOOK;
    for (const colour of EVENT_COLOURS) {
      const range = eventRange({ ...events, colour });
      expect(range).toEqual(colour === 'loss' ? { min: 0, max: COLOUR_NATS } : undefined);
    }
    expect(eventRange({ ...events, range: { min: 1, max: 2 } })).toEqual({ min: 1, max: 2 });
  });

  it('go round a circle for spheres and follow the chosen map otherwise', () => {
    expect(eventMap('sphere', 'batlow')).toBe('romaO');
    expect(eventMap('loss', 'batlow')).toBe('batlow');
  });

  it('fade with age and never vanish', () => {
    expect([eventStrength(0), eventStrength(2)]).toEqual([1, eventStrength(1)]);
    expect(eventStrength(1)).toBeGreaterThan(0.3);
  });
});

describe('lightness', () => {
  it('knows black, white and middle grey', () => {
    expect(lightness([0, 0, 0])).toBe(0);
    expect(lightness([1, 1, 1])).toBeCloseTo(100, 6);
    expect(lightness(rgbOf('#777777'))).toBeCloseTo(50.03, 1);
  });
});
