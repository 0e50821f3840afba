/** A whole number from 0 to 2^64 - 1 in decimal digits, as '144000': JSON's numbers end at 2^53. */
export type Decimal64 = string;

/** Bounds of the numbers' commands. */
export const NUMBER_LIMITS = {
  most: 18_446_744_073_709_551_615n,
  /** Widest range to count in: to - from. A core needs about an hour for it. */
  countWidth: 10_000_000_000_000n,
  /** Widest range to list: at most 78,498 primes. */
  listWidth: 1_000_000n,
  /** n of the n-th prime: the engine's own bound, its prime is below 10^12. */
  nth: 37_000_000_000n,
  /** Primes of one numbers.lattice: a shell. */
  latticePrimes: 144_000,
  /** Arguments of one numbers.evaluate. */
  inputs: 16_384,
} as const;

/** Both ends included; `from` is 0 unless given. */
export interface PrimeRangeParams {
  readonly from?: Decimal64;
  readonly to: Decimal64;
}

export interface PrimesCountParams extends PrimeRangeParams {
  /** Count by p mod 12 as well. */
  readonly groups?: boolean;
  /** 1 to 256; one a processor unless given. */
  readonly threads?: number;
}

export interface PrimesCountResult {
  readonly count: Decimal64;
  /** Twelve counts, by p mod 12: only 1, 5, 7 and 11 have more than one prime. */
  readonly groups?: readonly Decimal64[];
}

export interface PrimesListResult {
  readonly primes: readonly Decimal64[];
  /** Of each prime: p mod 12. */
  readonly groups?: readonly number[];
}

export interface FactorResult {
  readonly n: Decimal64;
  readonly prime: boolean;
  /** Ascending; empty for 1. */
  readonly factors: readonly { readonly prime: Decimal64; readonly exponent: number }[];
}

/** Which primes have their omega term doubled: the founding document's 143999 and 144001, or the pairs that are prime. */
export const DOUBLING_SETS = ['founding-bracket', 'true-twins'] as const;
export type DoublingSet = (typeof DOUBLING_SETS)[number];

/** theta(p, k, n, lambda): docs/maths/angular-position.md. */
export interface AngleParams {
  /** At least 1; the formula does not ask for a prime. */
  readonly p: Decimal64;
  /** The prime's index. */
  readonly k: Decimal64;
  /** Dimension, at least 1. */
  readonly n: Decimal64;
  /** Wavelength in metres, above 0. */
  readonly lambda: number;
  /** founding-bracket unless given. */
  readonly doubling?: DoublingSet;
}

export interface AngleResult {
  /** Radians; `spiral` within [0, 2 pi), the others as the formula has them. */
  readonly terms: {
    readonly spiral: number;
    readonly index: number;
    readonly phonetic: number;
    readonly omega: number;
    readonly psi: number;
  };
  /** Their sum, normalised to [0, 2 pi). */
  readonly theta: number;
  /** 0 to 11; 0 is twelve o'clock. */
  readonly clockHour: number;
  /** At least 0, below 60. */
  readonly clockMinute: number;
  /** p mod 12. */
  readonly group: number;
  /** 0 to 14: of the table of numbers.constants. */
  readonly plimptonRow: number;
  /** |p - 144,000|. */
  readonly distance: Decimal64;
  /** At most 100 away. */
  readonly nearBoundary: boolean;
}

/** The first `count` primes where they stand on the clock lattice. */
export interface LatticeParams {
  /** 1 to NUMBER_LIMITS.latticePrimes. */
  readonly count: number;
  /** founding-bracket unless given. */
  readonly doubling?: DoublingSet;
}

/**
 * Columns of `count` numbers in base64, four bytes each, little-endian: row i is the (i + 1)-th prime. With the index and
 * phonetic terms, which all primes share, the last three give theta for any dimension and wavelength.
 */
export interface LatticeResult {
  readonly count: number;
  /** u32. */
  readonly primes: string;
  /** u32: position on its ring, from 1, | ring 0..4 << 16 | p mod 12 << 24. */
  readonly places: string;
  /** f32, radians within [0, 2 pi). */
  readonly spiral: string;
  /** f32, radians. */
  readonly omega: string;
  /** f32, radians in (-pi, pi]. */
  readonly psi: string;
}

/** `name-only`: a value with a name, nothing to check it against. */
export const VERDICTS = ['true', 'false', 'name-only'] as const;

/** A claim of the founding document and what came out when it was checked, now. */
export interface ConstantClaim {
  readonly name: string;
  /** Exact: whole numbers, a fraction, or the decimals that were checked. */
  readonly value: string;
  readonly claim: string;
  /** What was computed, and its outcome. */
  readonly check: string;
  readonly verdict: (typeof VERDICTS)[number];
}

/** The engine's elementary functions that can be evaluated, by the number of their arguments. */
export const ONE_ARGUMENT_FUNCTIONS = [
  ...(['exp', 'exp2', 'expm1', 'log', 'log1p', 'log2', 'log3', 'log10', 'sqrt', 'cbrt'] as const),
  ...(['sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'tanh', 'erf'] as const),
  ...(['floor', 'ceil', 'trunc', 'round'] as const),
] as const;
export const TWO_ARGUMENT_FUNCTIONS = ['pow', 'hypot', 'atan2', 'fmod'] as const;
export const FUNCTIONS = [...ONE_ARGUMENT_FUNCTIONS, ...TWO_ARGUMENT_FUNCTIONS] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

/** Doubles travel as hexadecimal floating point, as '-0x1.8p+1', 'inf', 'nan': no bit is lost. */
export interface EvaluateParams {
  readonly function: FunctionName;
  /** One text a call of the function; two arguments are separated by a comma. */
  readonly inputs: readonly string[];
}
