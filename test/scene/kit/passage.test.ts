import { expect, it } from 'vitest';
import { PASSAGE_MS, Passage } from '../../../src/renderer/scene/kit/passage.ts';

it('goes from layout to layout in 200 ms and rests', () => {
  const passage = new Passage<'a' | 'b' | 'c'>('a');
  expect(passage.advance(16)).toBe(false);
  passage.aim('b', false);
  expect([passage.from, passage.to, passage.share]).toEqual(['a', 'b', 0]);
  passage.advance(PASSAGE_MS / 2);
  expect(passage.share).toBeCloseTo(0.5, 9);
  passage.advance(PASSAGE_MS / 2);
  expect([passage.moving, passage.share]).toEqual([false, 1]);
});

it('sets off from the nearer end when another is chosen on the way', () => {
  const passage = new Passage<'a' | 'b' | 'c'>('a');
  passage.aim('b', false);
  passage.advance(PASSAGE_MS * 0.8);
  passage.aim('c', false);
  expect([passage.from, passage.to]).toEqual(['b', 'c']);
});

it('is there at once when motion is reduced', () => {
  const passage = new Passage<'a' | 'b'>('a');
  passage.aim('b', true);
  expect([passage.to, passage.moving]).toEqual(['b', false]);
});
