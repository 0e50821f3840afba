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
  /** Empty: none. */
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
  stop: '',
};

/** What is asked of the host: options that change nothing are left out. */
export function samplingRequest(draft: SamplingDraft): SampleRequest {
  const { prompt, tokens, temperature, topK, topP, minP, repetitionPenalty, stop } = draft;
  return {
    ...{ prompt, tokens, temperature },
    ...(topK > 0 && { topK }),
    ...(topP < 1 && { topP }),
    ...(minP > 0 && { minP }),
    ...(repetitionPenalty > 1 && { repetitionPenalty }),
    ...(stop !== '' && { stop: [stop.replaceAll('\\n', '\n')] }),
  };
}

/** The options in a line: 200 tokens · T 0.80 · all tokens. */
export function samplingWords(draft: SamplingDraft): string {
  const { tokens, temperature, topK, topP, minP, repetitionPenalty, stop } = draft;
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
    ...(stop === '' ? [] : [`stop at ${stop}`]),
  ].join(' · ');
}
