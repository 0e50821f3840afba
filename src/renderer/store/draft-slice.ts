import { create } from 'zustand';
import type { PresetName } from '../../shared/contract/presets.ts';
import { createDraft, presetValues } from './run-draft.ts';
import type { DraftField, RunDraft } from './run-draft.ts';

export interface DraftState {
  readonly draft: RunDraft;
  /** Whether the user has named the run: a new corpus then no longer renames it. */
  readonly named: boolean;
}

/** The run that would start now. */
export const useDraft = create<DraftState>(() => ({
  draft: createDraft('baby', 1, 'run'),
  named: false,
}));

export function setDraftName(name: string): void {
  useDraft.setState(({ draft }) => ({ draft: { ...draft, name }, named: name.trim() !== '' }));
}

/** Names the run after its corpus, unless the user has named it. */
export function suggestDraftName(name: string): void {
  useDraft.setState(({ draft, named }) => (named ? {} : { draft: { ...draft, name } }));
}

export function setDraftField(field: DraftField, value: string): void {
  setDraftValues({ [field]: value });
}

export function setDraftValues(values: Partial<RunDraft['values']>): void {
  useDraft.setState(({ draft }) => ({
    draft: { ...draft, values: { ...draft.values, ...values } },
  }));
}

export function applyPreset(preset: PresetName): void {
  setDraftValues(presetValues(preset));
}
