import { useDialog } from '../../store/dialog-slice.ts';
import { useRun } from '../../store/run-slice.ts';
import { useRuns } from '../../store/runs-slice.ts';

/** The run that a dialog is about. */
export interface Subject {
  readonly runId: string;
  readonly name: string;
  readonly step: number;
  /** Planned. */
  readonly steps: number;
  /** File names, newest first. */
  readonly checkpoints: readonly string[];
}

/** The stored run that the dialog was opened for, else the present one; undefined: neither. */
export function useSubject(): Subject | undefined {
  const asked = useDialog((dialog) => dialog.runId);
  const status = useRun((run) => run.status);
  const stored = useRuns(({ runs }) => runs?.find(({ runId }) => runId === asked));
  if (asked === undefined || asked === status.runId) {
    const { runId, config, step, checkpoints } = status;
    if (runId === undefined || !config) return undefined;
    const names = checkpoints.map(({ name }) => name).sort((a, b) => b.localeCompare(a));
    return { runId, name: config.name, step, steps: config.steps, checkpoints: names };
  }
  if (!stored) return undefined;
  const { runId, name, step, steps } = stored;
  const checkpoints = [...stored.checkpoints].sort((a, b) => b.localeCompare(a));
  return { runId, name, step, steps, checkpoints };
}

/** The step of step-000500.safetensors, 500; undefined: it has none in its name. */
export function checkpointStep(name: string): number | undefined {
  const digits = /\d+/.exec(name)?.[0];
  return digits === undefined ? undefined : Number(digits);
}

/** step-000500.safetensors as a person says it: step 500. */
export function checkpointWords(name: string): string {
  const step = checkpointStep(name);
  return step === undefined ? name : `step ${step.toLocaleString('en')}`;
}
