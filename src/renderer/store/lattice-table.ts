import type { AngleResult, LatticeResult } from '../../shared/contract/numbers.ts';
import { THETA_TERMS } from './scene-look.ts';
import type { LatticeLook, ThetaTerm } from './scene-look.ts';

const TURN = 2 * Math.PI;

/** The first primes as the engine laid them out: row i is the (i + 1)-th prime; LatticeResult says what the columns are. */
export interface LatticeTable {
  readonly count: number;
  readonly primes: Uint32Array<ArrayBuffer>;
  readonly places: Uint32Array<ArrayBuffer>;
  readonly spiral: Float32Array<ArrayBuffer>;
  readonly omega: Float32Array<ArrayBuffer>;
  readonly psi: Float32Array<ArrayBuffer>;
}

/** The two terms that all primes share, in radians, and what they belong to. */
export interface SharedTerms {
  readonly dimension: number;
  readonly wavelength: number;
  readonly index: number;
  readonly phonetic: number;
}

/** Outside React, like the newest frames: the scene reads it in its frame loop and compares versions. */
export interface PrimeLattice {
  table: LatticeTable | undefined;
  shared: SharedTerms | undefined;
  /** Raised with every change. */
  version: number;
}

export const primeLattice: PrimeLattice = { table: undefined, shared: undefined, version: 0 };

/** Takes the engine's columns; throws when one has another length than it promises. */
export function takeLattice({ count, ...columns }: LatticeResult): void {
  const buffer = (name: keyof typeof columns): ArrayBuffer => {
    const bytes = bytesOf(columns[name]);
    if (bytes.byteLength === count * 4) return bytes.buffer;
    throw new Error(`The lattice's ${name} have ${bytes.byteLength} bytes, not ${count * 4}.`);
  };
  primeLattice.table = {
    count,
    primes: new Uint32Array(buffer('primes')),
    places: new Uint32Array(buffer('places')),
    spiral: new Float32Array(buffer('spiral')),
    omega: new Float32Array(buffer('omega')),
    psi: new Float32Array(buffer('psi')),
  };
  primeLattice.version += 1;
}

/** Takes the terms that the engine gave any prime of this dimension and wavelength. */
export function takeSharedTerms(
  { dimension, wavelength }: Pick<LatticeLook, 'dimension' | 'wavelength'>,
  { index, phonetic }: AngleResult['terms'],
): void {
  primeLattice.shared = { dimension, wavelength, index, phonetic };
  primeLattice.version += 1;
}

/** Forgets everything: for tests, and when another engine may answer. */
export function resetLattice(): void {
  primeLattice.table = undefined;
  primeLattice.shared = undefined;
  primeLattice.version += 1;
}

/** One term of a row's theta as it is drawn; 0 while it is not known. */
export function termOf(term: ThetaTerm, row: number): number {
  const { table, shared } = primeLattice;
  switch (term) {
    case 'index':
      return shared?.index ?? 0;
    case 'phonetic':
      return shared?.phonetic ?? 0;
    case 'spiral':
    case 'omega':
    case 'psi':
      return table?.[term][row] ?? 0;
  }
}

/** Theta of a row by the terms that are switched on, in [0, 2 pi). */
export function latticeTheta(row: number, terms: LatticeLook['terms']): number {
  let theta = 0;
  for (const term of THETA_TERMS) if (terms[term]) theta += termOf(term, row);
  const reduced = theta % TURN;
  return reduced < 0 ? reduced + TURN : reduced;
}

export type TermShares = Readonly<Record<ThetaTerm, number>>;

let known: { readonly key: string; readonly shares: TermShares } | undefined;

/**
 * How far each term turns a prime, on average over the first `count`: the mean of the shortest turn, 0 to pi radians. Undefined
 * before the engine has answered.
 */
export function termShares(count: number): TermShares | undefined {
  const { table, shared, version } = primeLattice;
  if (!table || !shared) return undefined;
  const key = `${version} ${count}`;
  if (known?.key === key) return known.shares;
  const rows = Math.min(count, table.count);
  const mean = (column: Float32Array): number => {
    let sum = 0;
    for (let row = 0; row < rows; row += 1) sum += shortestTurn(column[row] ?? 0);
    return sum / Math.max(1, rows);
  };
  const shares = {
    spiral: mean(table.spiral),
    index: shortestTurn(shared.index),
    phonetic: shortestTurn(shared.phonetic),
    omega: mean(table.omega),
    psi: mean(table.psi),
  };
  known = { key, shares };
  return shares;
}

/** The size of an angle when whole turns do not count: 0 to pi. */
function shortestTurn(angle: number): number {
  const within = Math.abs(angle) % TURN;
  return Math.min(within, TURN - within);
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return bytes;
}
