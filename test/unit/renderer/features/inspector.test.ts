import { describe, expect, it } from 'vitest';
import { bestCheckpoint } from '../../../../src/renderer/features/checkpoints/best-checkpoint.ts';
import { clockHour } from '../../../../src/renderer/features/inspector/words.ts';
import { describeVerdict } from '../../../../src/renderer/features/inspector/use-verdict.ts';
import { stateSpans } from '../../../../src/renderer/features/inspector/state-spans.ts';
import {
  probabilityWords,
  visibleToken,
} from '../../../../src/renderer/features/inspector/words.ts';

describe('words', () => {
  it('set a loss against the corpus’s entropies', () => {
    expect(describeVerdict(3.2, 3.1, 2.4)).toContain('not yet better');
    expect(describeVerdict(2.6, 3.1, 2.4)).toContain('pairs would still do better');
    expect(describeVerdict(2, 3.1, 2.4)).toBe(
      'Validation 2.000: 0.400 nats below what a table of pairs can do.',
    );
  });

  it('place group 0 at twelve and make white space visible', () => {
    expect([0, 1, 11].map(clockHour)).toEqual([12, 1, 11]);
    expect(visibleToken('a b\n')).toBe('a␣b⏎');
    expect(visibleToken(undefined)).toBe('?');
  });

  it('mark the best checkpoint only where there is a choice', () => {
    const at = (step: number, validationLossNats?: number) => ({
      name: `${step}`,
      step,
      bytes: 1,
      writtenAtMs: 1,
      weightsSha256: '',
      ...(validationLossNats === undefined ? {} : { validationLossNats }),
    });
    expect(bestCheckpoint([at(1, 2)])).toBeUndefined();
    expect(bestCheckpoint([at(1), at(2)])).toBeUndefined();
    expect(bestCheckpoint([at(1, 2), at(2, 1.5), at(3, 1.8)])?.step).toBe(2);
  });
});

describe('a probability', () => {
  it('is in per cent, or one in so many', () => {
    expect([0, Math.log(2), Math.log(12.5), 6, 11].map(probabilityWords)).toEqual([
      ...['100 %', '50.0 %', '8.0 %', '0.25 %', '1 in 59,874'],
    ]);
    expect(probabilityWords(Infinity)).toBe('unknown');
  });
});

describe('a history of states', () => {
  it('gives each state the time until the next one, the newest the time until now', () => {
    const history = [
      { state: 'idle', ageMs: 30 },
      { state: 'processing', ageMs: 100 },
      { state: 'waiting', ageMs: 105 },
    ] as const;
    expect(stateSpans(history)).toEqual([
      { state: 'idle', ms: 30 },
      { state: 'processing', ms: 70 },
      { state: 'waiting', ms: 5 },
    ]);
    expect(stateSpans([])).toEqual([]);
  });
});
