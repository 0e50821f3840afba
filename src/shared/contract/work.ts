/** Parts that long works are made of, in the order of native/engine/base/progress.hpp (a test compares); `hashing` is the host's. */
export const WORK_PARTS = [
  'reading',
  'counting',
  'learning',
  'encoding',
  'measuring',
  'verifying',
  'loading',
  'writing',
  'hashing',
] as const;
export type WorkPart = (typeof WORK_PARTS)[number];

/** What a part does, for the reader. */
export const WORK_WORDS: Readonly<Record<WorkPart, string>> = {
  hashing: 'Checking the files',
  reading: 'Reading the text',
  counting: 'Counting its words',
  learning: 'Learning byte pairs',
  encoding: 'Encoding it',
  measuring: 'Measuring its entropies',
  verifying: 'Verifying the checkpoint',
  loading: 'Loading weights',
  writing: 'Writing',
};

/** How far a long call is that was given a workId: topic work.progress, five times a second at most. */
export interface WorkProgress {
  /** The client's own name for it. */
  readonly workId: string;
  readonly part: WorkPart;
  /** Of the whole work, 0 to 1; never falls. What the parts to come will take is an estimate. */
  readonly fraction: number;
  /** Of the part. */
  readonly done: number;
  readonly total: number;
  /** Learning counts the tokens of the vocabulary. */
  readonly unit: 'bytes' | 'tokens';
  /** Mean over the part so far, in units; absent in its first moment. */
  readonly perSecond?: number;
  /** Of the whole work, as fast as it went so far; absent in its first second. */
  readonly etaSeconds?: number;
}
