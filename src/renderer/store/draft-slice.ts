import { create } from 'zustand';
import type { PresetName } from '../../shared/contract/presets.ts';
import { createDraft, optimizerValues, presetValues } from './run-draft.ts';
import { CYCLIC_SCHEDULES, defaultOptimizer } from '../../shared/contract/optimizer.ts';
import type { OptimizerKind, ScheduleKind } from '../../shared/contract/optimizer.ts';
import type { DraftField } from './draft-fields.ts';
import type { TableInitialisation } from '../../shared/contract/run.ts';
import type { RunDraft } from './run-draft.ts';

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

/** Chooses an optimiser, with the rate, momentum and decays that suit it; the schedule keeps its shape. */
export function setDraftOptimizer(kind: OptimizerKind): void {
  const { learningRate, minLearningRate, momentum, weightDecay, embeddingDecay } = optimizerValues(
    defaultOptimizer(kind),
  );
  setDraftValues({ learningRate, minLearningRate, momentum, weightDecay, embeddingDecay });
  useDraft.setState(({ draft }) => ({ draft: { ...draft, optimizer: kind } }));
}

/** Chooses a schedule; a cyclic one without a cycle gets a tenth of the run. */
export function setDraftSchedule(kind: ScheduleKind): void {
  useDraft.setState(({ draft }) => {
    const { steps, cycleSteps } = draft.values;
    const cyclic = CYCLIC_SCHEDULES.includes(kind) && Number(cycleSteps) === 0;
    const tenth = String(Math.max(1, Math.round(Number(steps) / 10) || 1));
    const values = cyclic ? { ...draft.values, cycleSteps: tenth } : draft.values;
    return { draft: { ...draft, schedule: kind, values } };
  });
}

export function setDraftByAverages(byAverages: boolean): void {
  useDraft.setState(({ draft }) => ({ draft: { ...draft, byAverages } }));
}

export function setDraftTables(tables: TableInitialisation): void {
  useDraft.setState(({ draft }) => ({ draft: { ...draft, tables } }));
}
