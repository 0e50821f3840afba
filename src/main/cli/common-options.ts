import { LIMITS } from '../../shared/contract/limits.ts';

/** Options of every command. */
export const COMMON = {
  json: { kind: 'flag', help: 'end with one line of JSON on stdout; all else goes to stderr' },
  help: { kind: 'flag', help: 'this text' },
} as const;

/** Where runs are kept. */
export const RUNS = {
  runs: {
    kind: 'text',
    placeholder: 'directory',
    help: 'where runs are kept (else CRYSTALLINE_RUNS)',
  },
} as const;

/** How text is sampled. */
export const SAMPLING = {
  prompt: { kind: 'text', placeholder: 'text', help: 'text to continue' },
  tokens: { kind: 'integer', ...LIMITS.sampleTokens, help: 'tokens to sample (default 300)' },
  temperature: { kind: 'number', ...LIMITS.temperature, help: '0 is greedy (default 0.8)' },
  'top-k': { kind: 'integer', min: 1, max: 65_536, help: 'keep only the k likeliest tokens' },
  'top-p': {
    kind: 'number',
    ...LIMITS.topP,
    help: 'keep only the likeliest tokens that reach p together',
  },
  'min-p': {
    kind: 'number',
    ...LIMITS.minP,
    help: 'keep only tokens at least p times as likely as the likeliest',
  },
  'repetition-penalty': {
    kind: 'number',
    ...LIMITS.repetitionPenalty,
    help: 'makes tokens that occurred less likely (default 1: none)',
  },
  stop: { kind: 'text', placeholder: 'text', help: 'end before this text' },
} as const;

export const SAMPLE_TOKENS = 300;
export const SAMPLE_TEMPERATURE = 0.8;
