/** Tokens of a text that are looked at, at most: the last ones; fewer where the model's context is shorter. */
export const BLOCK_TOKENS = 64;
/** Bins of magnitudes: two for each power of 2 from 2^-24 on; the first and the last hold what lies beyond, too. */
export const MAGNITUDE_BINS = 56;

export interface BlockParams {
  readonly runId: string;
  /** From 0. */
  readonly block: number;
  readonly head: number;
  /** Any text the run's tokenizer knows; empty: a newline. */
  readonly text: string;
  /** How many of the text's last tokens are looked at, 1 to BLOCK_TOKENS; absent: BLOCK_TOKENS. */
  readonly tokens?: number;
}

/** How many numbers of a matrix have which magnitude. */
export interface TensorMagnitudes {
  /** As Hugging Face's GPT-2 has it. */
  readonly name: string;
  /** MAGNITUDE_BINS counts: bin 2 i holds |x| from 2^(i - 24) to 1.5 times that, bin 2 i + 1 from there to 2^(i - 23). */
  readonly bins: readonly number[];
  readonly zeros: number;
  readonly notFinite: number;
  readonly rootMeanSquare: number;
}

/** One block and head of the run's model, by the newest weights. */
export interface BlockInspection {
  readonly step: number;
  /** The n tokens looked at, as text. */
  readonly tokens: readonly string[];
  /** n rows of n: with which probability each token looks at those up to itself; 0 beyond. */
  readonly attention: readonly number[];
  /** The block's four matrices. */
  readonly weights: readonly TensorMagnitudes[];
  /** Of the whole batch, before clipping, in the newest step that was looked at; absent: no step since the first question. */
  readonly gradients?: { readonly step: number; readonly tensors: readonly TensorMagnitudes[] };
}
