/** Where a trained token comes from, and where it stands on the lattice. */
export interface EventInspection {
  /** Lattice index. */
  readonly n: number;
  /** Step that trained it. */
  readonly step: number;
  /** Sequence of the step's batch, from 0. */
  readonly sequence: number;
  /** Place within the sequence, from 0: the model saw the position + 1 tokens before it. */
  readonly position: number;
  /** Token of the train split, from 0. */
  readonly offset: number;
  readonly token: number;
  /** Text before it (64 tokens at most), its own, and after it (32); bytes that are no text are written \xNN. */
  readonly before: string;
  readonly text: string;
  readonly after: string;
  /** The token's prime. */
  readonly prime: number;
  /** Wavelength of its first letter, in metres. */
  readonly wavelengthM: number;
  /** In [0, 2 pi): the sum of the terms, at index 1 + (n - 1) mod 144,000 and dimension 1. */
  readonly thetaRad: number;
  readonly terms: {
    readonly spiral: number;
    readonly index: number;
    readonly phonetic: number;
    readonly omega: number;
    readonly psi: number;
  };
}
