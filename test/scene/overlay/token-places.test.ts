import { expect, it } from 'vitest';
import { tokenSign } from '../../../src/renderer/scene/overlay/event-words.ts';
import {
  LEAST_APART,
  MOST_NAMED,
  namedTokens,
  tokenCounts,
} from '../../../src/renderer/scene/overlay/token-places.ts';
import { appendEvents, createEventRing } from '../../../src/renderer/store/event-ring.ts';

it('counts the tokens of the held events, on both sides of the seam', () => {
  const ring = createEventRing();
  const words = Uint32Array.from({ length: 3_000 }, (_, i) => (i % 3) + 0x4000_0000);
  appendEvents(ring, { firstN: 142_501, leaves: 12, context: 64, step: 1, words });
  expect([...tokenCounts(ring, 4)]).toEqual([1_000, 1_000, 1_000, 0]);
  expect([...tokenCounts(createEventRing(), 2)]).toEqual([0, 0]);
});

it('names the frequent ones and nobody too near to them', () => {
  const counts = Uint32Array.of(5, 9, 7, 0, 1);
  const angles = [0, 1, 1 + LEAST_APART / 2, 3, 2 * Math.PI - LEAST_APART / 3];
  expect(namedTokens(counts, angles)).toEqual([1, 0]);
});

it('names no more than fit around the clock', () => {
  const counts = new Uint32Array(5_000).fill(3);
  const angles = Array.from(counts, (_, token) => (token * 2.399963) % (2 * Math.PI));
  const named = namedTokens(counts, angles);
  expect(named.length).toBeGreaterThan(30);
  expect(named.length).toBeLessThanOrEqual(MOST_NAMED);
});

it('shows blanks and cuts long tokens', () => {
  expect([tokenSign(' ', 1), tokenSign('\n', 0), tokenSign(undefined, 7)]).toEqual(['␣', '↵', '7']);
  expect(tokenSign('transformation', 3)).toBe('transfo…');
});
