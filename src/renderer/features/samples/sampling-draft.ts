import { BOUNDS, numberProblem } from '../../store/draft-bounds.ts';
import type { SampleRequest } from '../../commands/sample-commands.ts';

/** The prompt form's content. */
export interface SamplingDraft {
  readonly prompt: string;
  readonly tokens: number;
  readonly temperature: number;
  /** 0: all tokens. */
  readonly topK: number;
  /** 1: all tokens. */
  readonly topP: number;
  /** 0: all tokens. */
  readonly minP: number;
  /** 1: none. */
  readonly repetitionPenalty: number;
  /** As typed; empty: another one for each text. */
  readonly seed: string;
  /** One text a line; empty: none. */
  readonly stop: string;
}

export const DEFAULT_SAMPLING: SamplingDraft = {
  prompt: '',
  tokens: 200,
  temperature: 0.8,
  topK: 0,
  topP: 1,
  minP: 0,
  repetitionPenalty: 1,
  seed: '',
  stop: '',
};

/** What is wrong with the seed as typed. */
export function seedProblem({ seed }: SamplingDraft): string | undefined {
  return seed.trim() === '' ? undefined : numberProblem(seed, BOUNDS.seed);
}

/** The texts to stop at; \\n stands for a new line. */
export function stopTexts({ stop }: SamplingDraft): readonly string[] {
  const lines = stop.split('\n').filter((line) => line !== '');
  return lines.map((line) => line.replaceAll('\\n', '\n'));
}

/** What is asked of the host: options that change nothing are left out. */
export function samplingRequest(draft: SamplingDraft): SampleRequest {
  const { prompt, tokens, temperature, topK, topP, minP, repetitionPenalty, seed } = draft;
  const stop = stopTexts(draft);
  return {
    ...{ prompt, tokens, temperature },
    ...(topK > 0 && { topK }),
    ...(topP < 1 && { topP }),
    ...(minP > 0 && { minP }),
    ...(repetitionPenalty > 1 && { repetitionPenalty }),
    ...(seed.trim() !== '' && { seed: Number(seed) }),
    ...(stop.length > 0 && { stop }),
  };
}

/** The options in a line: 200 tokens · T 0.80 · all tokens. */
export function samplingWords(draft: SamplingDraft): string {
  const { tokens, temperature, topK, topP, minP, repetitionPenalty, seed } = draft;
  const stop = stopTexts(draft).map((text) => JSON.stringify(text));
  const kept = [
    topK > 0 && `top ${topK}`,
    topP < 1 && `top p ${topP.toFixed(2)}`,
    minP > 0 && `min p ${minP.toFixed(2)}`,
  ].filter((words) => words !== false);
  return [
    `${tokens} tokens`,
    `T ${temperature.toFixed(2)}`,
    ...(kept.length > 0 ? kept : ['all tokens']),
    ...(repetitionPenalty > 1 ? [`penalty ${repetitionPenalty.toFixed(2)}`] : []),
    ...(seed.trim() === '' ? [] : [`seed ${seed.trim()}`]),
    ...(stop.length > 0 ? [`stop at ${stop.join(' or ')}`] : []),
  ].join(' · ');
}
