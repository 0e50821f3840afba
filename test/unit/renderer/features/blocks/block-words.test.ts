import { expect, it } from 'vitest';
import {
  attentionTable,
  attentionWords,
  binEnds,
  binWords,
  momentWords,
  momentsTable,
} from '../../../../../src/renderer/features/blocks/block-words.ts';
import { MAGNITUDE_BINS } from '../../../../../src/shared/contract/blocks.ts';

const pattern = { tokens: ['a', ' ', 'n\n'], attention: [1, 0, 0, 0.25, 0.75, 0, 0.5, 0.1, 0.4] };

it('says what a token looks at, with its place', () => {
  expect(attentionWords(pattern, 2)).toBe('“n↵” (3) looks most at “a” (1), with 50.0 %');
  expect(attentionWords(pattern, 1, 1)).toBe('“␣” (2) looks at “␣” (2) with 75.0 %');
  expect(attentionWords(pattern, 0, 2)).toBe('“a” (1) comes before “n↵” (3)');
});

it('writes the pattern as a table with the tokens as names', () => {
  expect(attentionTable(pattern).split('\n')).toEqual([
    '\ta\t␣\tn↵',
    'a\t1.00000\t0.00000\t0.00000',
    '␣\t0.250000\t0.750000\t0.00000',
    'n↵\t0.500000\t0.100000\t0.400000',
  ]);
});

it('has bins that lie side by side from 2^-24 to 2^4', () => {
  expect(binEnds(0)[0]).toBe(2 ** -24);
  expect(binEnds(MAGNITUDE_BINS - 1)[1]).toBe(16);
  for (let bin = 1; bin < MAGNITUDE_BINS; bin += 1)
    expect(binEnds(bin)[0]).toBe(binEnds(bin - 1)[1]);
});

it('tells a bin, a moment and all of them', () => {
  const bins = Array<number>(MAGNITUDE_BINS).fill(0);
  bins[48] = 30; // from 1 to 1.5
  const tensor = { name: 'w', bins, zeros: 60, notFinite: 10, rootMeanSquare: 0.5 };
  const moment = { step: 1_234, tensors: [tensor] };
  expect(binWords(moment, 0, 48)).toBe('step 1,234: 30 numbers (30.0 %) from 1.0 to 1.5');
  expect(binWords(moment, 0, 0)).toContain('below 8.9e-8');
  expect(binWords(moment, 0, MAGNITUDE_BINS - 1)).toMatch(/from 12$/);
  expect(momentWords(moment, 0)).toBe('step 1,234: rms 0.500 · 60 zeros · 10 not finite');
  const [head, row, ...rest] = momentsTable([moment], 0).split('\n');
  expect(rest).toEqual([]);
  expect(head?.split('\t')).toHaveLength(4 + MAGNITUDE_BINS);
  expect(row?.split('\t').slice(0, 4)).toEqual(['1234', '0.5', '60', '10']);
});
