import { afterEach, beforeEach, expect, it } from 'vitest';
import { answerCalls } from '../../../helpers/window-fixture.ts';
import { latticeResult } from '../../../helpers/lattice-result.ts';
import { loadLattice } from '../../../../src/renderer/commands/lattice-commands.ts';
import {
  latticeTheta,
  primeLattice,
  resetLattice,
  takeLattice,
  takeSharedTerms,
  termShares,
} from '../../../../src/renderer/store/lattice-table.ts';
import { setLatticeLook, toggleLayer, useView } from '../../../../src/renderer/store/view-slice.ts';
import { useNotices } from '../../../../src/renderer/store/notice-slice.ts';

const ALL = { spiral: true, index: true, phonetic: true, omega: true, psi: true };
const TERMS = { spiral: 9, index: 0.5, phonetic: 6, omega: 9, psi: 9 };

beforeEach(() => {
  useView.setState(useView.getInitialState(), true);
  resetLattice();
});
afterEach(resetLattice);

it('opens the columns as the engine packed them', () => {
  takeLattice(latticeResult(5));
  const { table } = primeLattice;
  expect([...(table?.primes ?? [])]).toEqual([2, 3, 5, 7, 11]);
  expect([...(table?.psi ?? [])]).toEqual([-1 / 16, -2 / 16, -3 / 16, -4 / 16, -5 / 16]);
  expect((table?.places[4] ?? 0) >>> 24).toBe(11);
});

it('refuses a column of another length', () => {
  const { psi: _, ...rest } = latticeResult(5);
  expect(() => takeLattice({ ...rest, psi: 'AAAA' })).toThrow('psi have 3 bytes, not 20');
});

it('sums the terms that are on, and no others', () => {
  takeLattice(latticeResult(40));
  takeSharedTerms({ dimension: 2, wavelength: 1 }, TERMS);
  // Row 31: 32 / 8 + 0.5 + 6 + 1 / 4 - 32 / 16 = 8.75.
  expect(latticeTheta(31, ALL)).toBeCloseTo(8.75 - 2 * Math.PI, 6);
  expect(latticeTheta(31, { ...ALL, spiral: false, phonetic: false })).toBeCloseTo(
    2 * Math.PI - 1.25,
    6,
  );
  const none = { spiral: false, index: false, phonetic: false, omega: false, psi: false };
  expect(latticeTheta(31, none)).toBe(0);
});

it('tells how far each term turns the primes shown, whole turns aside', () => {
  expect(termShares(10)).toBeUndefined();
  takeLattice(latticeResult(40));
  takeSharedTerms({ dimension: 2, wavelength: 1 }, TERMS);
  const shares = termShares(2);
  expect(shares?.spiral).toBeCloseTo((1 / 8 + 2 / 8) / 2, 6);
  expect(shares?.index).toBe(0.5);
  expect(shares?.phonetic).toBeCloseTo(2 * Math.PI - 6, 9);
  expect(shares?.psi).toBeCloseTo(1.5 / 16, 6);
  expect(termShares(2)).toBe(shares);
  expect(termShares(3)).not.toBe(shares);
});

it('asks the engine only while the layer is shown, and again for other sliders', async () => {
  const calls = answerCalls({
    'numbers.lattice': latticeResult(9),
    'numbers.angle': { terms: TERMS },
  });
  await loadLattice();
  expect(calls).toEqual([]);
  toggleLayer('lattice');
  await loadLattice();
  setLatticeLook({ dimension: 12 });
  await loadLattice();
  await loadLattice();
  expect(calls.map(({ command }) => command)).toEqual([
    'numbers.lattice',
    'numbers.angle',
    'numbers.angle',
  ]);
  expect(calls[2]?.params).toMatchObject({ n: '12', lambda: 0.343 });
  expect(primeLattice.shared).toMatchObject({ dimension: 12, index: 0.5, phonetic: 6 });
});

it('says so when the engine refuses', async () => {
  answerCalls({ 'numbers.lattice': new Error('no engine') });
  toggleLayer('lattice');
  await loadLattice();
  expect(JSON.stringify(useNotices.getState())).toContain('no engine');
});
