import { describe, expect, it } from 'vitest';
import {
  createDraft,
  draftConfig,
  draftPreset,
  draftProblems,
  parameterCount,
} from '../../../../src/renderer/store/run-draft.ts';
import type { DraftField } from '../../../../src/renderer/store/draft-fields.ts';
import type { RunDraft } from '../../../../src/renderer/store/run-draft.ts';
import { PRESETS, defaultRun } from '../../../../src/shared/contract/presets.ts';

const draft = createDraft('baby', 2, 'moby-dick');
const withValue = (field: DraftField, value: string): RunDraft => ({
  ...draft,
  values: { ...draft.values, [field]: value },
});

describe('run draft', () => {
  it('is sound from the start and becomes the default configuration', () => {
    expect(draftProblems(draft)).toEqual({});
    expect(draftConfig(draft, 'c1')).toEqual({
      ...defaultRun('baby', 2),
      corpusId: 'c1',
      name: 'moby-dick',
    });
    expect(draftPreset(draft)).toBe('baby');
    expect(draftPreset(createDraft('big', 2, 'x'))).toBe('big');
    expect(draftPreset(withValue('blocks', '5'))).toBeUndefined();
  });

  it.each<[DraftField, string, string]>([
    ['blocks', '', 'A number'],
    ['blocks', 'four', 'A number'],
    ['blocks', '2.5', 'A whole number'],
    ['blocks', '0', 'At least 1'],
    ['blocks', '25', 'At most 24'],
    ['heads', '33', 'At most 32'],
    ['width', '130', 'A multiple of heads (4)'],
    ['context', '4096', 'At most 2,048'],
    ['steps', '1e9', 'At most 10,000,000'],
    ['seed', '-1', 'At least 0'],
    ['threads', '0', 'At least 1'],
    ['learningRate', '0', 'More than 0'],
    ['learningRate', 'Infinity', 'A number'],
    ['minLearningRate', '0.1', 'At most the learning rate'],
    ['beta2', '1', 'Less than 1'],
  ])('refuses %s = %j with "%s"', (field, value, problem) => {
    const changed = withValue(field, value);
    expect(draftProblems(changed)).toEqual({ [field]: problem });
    expect(draftConfig(changed, 'c1')).toBeUndefined();
  });

  it('wants a name of at most 80 characters', () => {
    expect(draftProblems({ ...draft, name: '  ' })).toEqual({ name: 'A name' });
    expect(draftProblems({ ...draft, name: 'x'.repeat(81) })).toEqual({
      name: 'At most 80 characters',
    });
  });

  it('counts GPT-2 parameters: 124,439,808 for its published small model', () => {
    expect(parameterCount({ blocks: 12, width: 768, context: 1024 }, 50_257)).toBe(124_439_808);
    expect(parameterCount(PRESETS.baby.model, 83)).toBe(812_160);
  });
});
