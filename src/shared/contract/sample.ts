/** A text to be continued. The options apply in Hugging Face transformers' order: penalty, temperature, top k, top p, min p. */
export interface SampleParams {
  readonly runId: string;
  /** Empty: the sample starts from a newline. Characters the tokenizer does not know are an error that names them. */
  readonly prompt: string;
  /** Tokens to generate. */
  readonly tokens: number;
  /** 0 is greedy. */
  readonly temperature: number;
  /** Keep only the k likeliest tokens; absent: all. */
  readonly topK?: number;
  /** Keep only the likeliest tokens whose probabilities reach p together; absent or 1: all. */
  readonly topP?: number;
  /** Keep only tokens at least p times as likely as the likeliest; absent or 0: all. */
  readonly minP?: number;
  /** Divides the logits of tokens that occurred (multiplies negative ones); absent or 1: none. */
  readonly repetitionPenalty?: number;
  readonly seed: number;
  /** The text ends before the first of these that occurs in it. */
  readonly stop?: readonly string[];
  /** Likeliest tokens to be told of at each place; absent: none. */
  readonly alternatives?: number;
  /** By the averaged weights, which emaDecay keeps, instead of the newest. */
  readonly averaged?: boolean;
  /** The client's own name for it: topic sample.written tells of it meanwhile, and it can be cancelled. */
  readonly sampleId?: string;
}

/** Why a sample ended: all its tokens are written, a stop string came, or somebody cancelled it. */
export type SampleEnd = 'length' | 'stop' | 'cancelled';

export interface TokenLikelihood {
  readonly id: number;
  /** By the model itself: softmax of its logits, no option applied. */
  readonly probability: number;
}

export interface SampledToken extends TokenLikelihood {
  /** Likeliest first; when asked for. */
  readonly alternatives?: readonly TokenLikelihood[];
}

export interface SampleResult {
  /** Prompt and stop string excluded. */
  readonly text: string;
  /** The tokens drawn, those of a stop string included. */
  readonly tokens: readonly SampledToken[];
  readonly ended: SampleEnd;
  readonly step: number;
  readonly tokensPerSecond: number;
}

/** What a sample has written since the last one of these: topic sample.written. */
export interface SamplePart {
  readonly sampleId: string;
  readonly runId: string;
  /** Whole characters; text that may begin a stop string is held back. */
  readonly text: string;
  readonly tokens: readonly SampledToken[];
}
