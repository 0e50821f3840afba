import { expect, it } from 'vitest';
import {
  isUnfinished,
  newestCheckpointStep,
} from '../../../../src/renderer/features/stage/unfinished-run.ts';
import type { RunSummary } from '../../../../src/shared/contract/run.ts';

const run: RunSummary = {
  runId: 'a',
  name: 'a',
  createdAtMs: 0,
  step: 700,
  steps: 1_000,
  corpusName: 'x',
  tokenizer: 'char',
  model: { blocks: 1, heads: 1, width: 8, context: 8 },
  checkpoints: ['step-000500.safetensors', 'step-000600.safetensors'],
};

it('offers a run that has a checkpoint before its end and no problem', () => {
  expect(newestCheckpointStep(run)).toBe(600);
  expect(isUnfinished(run)).toBe(true);
  expect(isUnfinished({ ...run, checkpoints: [] })).toBe(false);
  expect(isUnfinished({ ...run, problem: 'run.json is cut short' })).toBe(false);
  expect(isUnfinished({ ...run, checkpoints: ['step-001000.safetensors'] })).toBe(false);
});
