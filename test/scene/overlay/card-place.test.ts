import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardPlace } from '../../../src/renderer/scene/overlay/card-place.ts';

const CARD = { width: 180, height: 90 };
const STAGE = { width: 800, height: 500 };

describe('cardPlace', () => {
  it('stays inside the stage and never covers what it names', () => {
    const circle = fc.record({
      x: fc.double({ min: 0, max: STAGE.width, noNaN: true }),
      y: fc.double({ min: 0, max: STAGE.height, noNaN: true }),
      radius: fc.double({ min: 1, max: 60, noNaN: true }),
    });
    fc.assert(
      fc.property(circle, ({ x, y, radius }) => {
        const { left, top } = cardPlace({ x, y, radius }, CARD, STAGE);
        expect(left).toBeGreaterThanOrEqual(0);
        expect(top).toBeGreaterThanOrEqual(0);
        expect(left + CARD.width).toBeLessThanOrEqual(STAGE.width);
        expect(top + CARD.height).toBeLessThanOrEqual(STAGE.height);
        const dx = Math.max(left - x, 0, x - left - CARD.width);
        const dy = Math.max(top - y, 0, y - top - CARD.height);
        expect(Math.hypot(dx, dy)).toBeGreaterThanOrEqual(radius);
      }),
    );
  });

  it('goes left where there is no room on the right', () => {
    expect(cardPlace({ x: 780, y: 250, radius: 10 }, CARD, STAGE).left).toBeLessThan(600);
  });

  it('still lies inside a stage that is too small', () => {
    const small = { width: 150, height: 60 };
    expect(cardPlace({ x: 75, y: 30, radius: 20 }, CARD, small)).toEqual({ left: 8, top: 8 });
  });
});
