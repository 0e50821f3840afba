/** Bounds that both ends of the wire know. Parsers refuse what lies outside, forms keep inside. */
export const LIMITS = {
  /** Largest envelope, in bytes of UTF-8; also the largest text that can be sent with corpus.open. */
  messageBytes: 64 * 1024 * 1024,
  /** `latest` topics: messages the host may have under way to one client. */
  creditWindow: 2,
  /** Events of a full shell: the newest boundary events kept by the engine. */
  shellEvents: 144_000,
  blocks: { min: 1, max: 24 },
  heads: { min: 1, max: 32 },
  /** Features a token; a multiple of heads. */
  width: { min: 8, max: 2_048 },
  /** Tokens of context. */
  context: { min: 8, max: 2_048 },
  /** Sequences (micro-batches) a step. */
  batch: { min: 1, max: 512 },
  steps: { min: 1, max: 10_000_000 },
  /** Worker threads. */
  threads: { min: 1, max: 256 },
  /** Cost of a symmetry group, in any unit. */
  groupLoad: { min: 0, max: 1e15 },
  /** Levels of spheres below the root. */
  depth: { min: 1, max: 4 },
  /** Spheres a run can have in its life; ids are below it and never used again. */
  spheres: 65_536,
  faults: 100,
  faultTimes: { min: 1, max: 100 },
  faultDelayMs: { min: 0, max: 60_000 },
  seed: { min: 0, max: Number.MAX_SAFE_INTEGER },
  /** Largest learning rate; it must be above 0. */
  learningRate: { min: 0, max: 10 },
  /** Steps between two things, or of a part of a schedule; 0: never, or none. */
  interval: { min: 0, max: 10_000_000 },
  /** Momentum and decays of moments and averages. */
  share: { min: 0, max: 0.9999999 },
  epsilon: { min: 1e-30, max: 1 },
  decay: { min: 0, max: 10 },
  clip: { min: 0, max: 1e9 },
  /** Weight of the z-loss. */
  zLoss: { min: 0, max: 1 },
  accumulation: { min: 1, max: 1_024 },
  cycleGrowth: { min: 1, max: 10 },
  /** What a schedule multiplies the rate by. */
  factor: { min: 1e-6, max: 1 },
  power: { min: 0.01, max: 100 },
  patience: { min: 0, max: 10_000_000 },
  minDelta: { min: 0, max: 100 },
  /** Times the recent average of the loss; 0: no guard. From 1 on the guard would speak of a loss that only stands still. */
  divergenceFactor: { min: 0, max: 1_000 },
  /** Windows a validation reads; 0: the whole split. */
  validationWindows: { min: 0, max: 1_000_000 },
  /** Points that a schedule is drawn with. */
  schedulePoints: { min: 2, max: 10_000 },
  sampleTokens: { min: 1, max: 10_000 },
  /** Tokens of a byte-pair vocabulary: all bytes and the end-of-text mark, to what 16 bits tell apart. */
  vocabulary: { min: 257, max: 65_536 },
  /** Share of a corpus that validates. */
  validationShare: { min: 0.000_001, max: 0.5 },
  temperature: { min: 0, max: 10 },
  topP: { min: 0, max: 1 },
  minP: { min: 0, max: 1 },
  repetitionPenalty: { min: 1, max: 10 },
  stopStrings: 16,
  /** Likeliest tokens told of at each place of a sample. */
  alternatives: { min: 0, max: 20 },
  nameLength: 80,
} as const;
