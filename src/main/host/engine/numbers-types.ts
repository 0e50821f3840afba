import type {
  AngleResult,
  ConstantClaim,
  DoublingSet,
  FunctionName,
} from '../../../shared/contract/numbers.ts';

/**
 * The addon's object `numbers`. Everything but functionNames is computed on a pool thread. What is outside its range
 * throws or rejects as Error with code invalid-argument that names argument, value and range.
 */
export interface NativeNumbers {
  /** threads: 1 to 256, as everywhere here. */
  countPrimes(range: NativeRange, threads: number): Promise<bigint>;
  countTwinPairs(range: NativeRange, threads: number): Promise<bigint>;
  /** Twelve counts, by p mod 12. */
  countByGroup(range: NativeRange, threads: number): Promise<BigUint64Array>;
  /** The range's first `most` primes, ascending. */
  listPrimes(range: NativeRange, most: number): Promise<BigUint64Array>;
  nthPrime(n: bigint, threads: number): Promise<bigint>;
  /** Ascending; empty for 1. */
  factorise(n: bigint): Promise<readonly { prime: bigint; exponent: number }[]>;
  angularPosition(input: NativeAngle): Promise<NativePosition>;
  /** The first `count` primes as columns; doubling is founding-bracket unless given. */
  latticePrimes(count: number, doubling?: DoublingSet): Promise<NativePrimeColumns>;
  verifyConstants(): Promise<readonly ConstantClaim[]>;
  /** How many arguments each function takes. */
  functionNames(): Readonly<Record<string, 1 | 2>>;
  /** The function at each x, or at each (x, y); arrays of one length. */
  evaluate(name: FunctionName, x: Float64Array, y?: Float64Array): Promise<Float64Array>;
}

/** Row i is the (i + 1)-th prime; LatticeResult of the contract says what the columns are. */
export interface NativePrimeColumns {
  readonly primes: Uint32Array;
  readonly places: Uint32Array;
  readonly spiral: Float32Array;
  readonly omega: Float32Array;
  readonly psi: Float32Array;
}

/** Both ends included. */
export interface NativeRange {
  readonly from: bigint;
  readonly to: bigint;
}

export interface NativeAngle {
  readonly p: bigint;
  readonly k: bigint;
  readonly n: bigint;
  /** Metres. */
  readonly lambda: number;
  readonly doubling?: DoublingSet;
}

export type NativePosition = Omit<AngleResult, 'distance'> & { readonly distance: bigint };
