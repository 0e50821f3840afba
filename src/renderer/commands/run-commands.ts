import type { CommandResult } from '../../shared/contract/commands.ts';
import { callHost, failureMessage } from './host-call.ts';
import { ask, closeDialog } from '../store/dialog-slice.ts';
import { draftConfig } from '../store/run-draft.ts';
import { isActive, whyUnavailable } from './run-availability.ts';
import type { RunCommand } from './run-availability.ts';
import { clearMetrics, replaceMetrics } from '../store/metrics-slice.ts';
import { notify } from '../store/notice-slice.ts';
import { runSituation } from './run-situation.ts';
import { setPending, useRun } from '../store/run-slice.ts';
import { forgetRun } from '../store/forget-run.ts';
import { setRuns, setRunsProblem } from '../store/runs-slice.ts';
import { setSetupOpen, useView } from '../store/view-slice.ts';
import { useCorpus } from '../store/corpus-slice.ts';
import { useDraft } from '../store/draft-slice.ts';

/** Starts the run that the form describes. */
export function startRun(): Promise<void> {
  return attempt('run.start', 'The run did not start', async () => {
    const { corpus } = useCorpus.getState();
    const config = corpus && draftConfig(useDraft.getState().draft, corpus.corpusId);
    if (!config) return;
    forgetRun();
    await callHost('run.start', config);
    setSetupOpen(false);
    await refreshRuns();
  });
}

/** Enter: starts the run, once its form is in sight; after a run it first brings the form. */
export function startRunOrSetUp(): Promise<void> {
  if (useRun.getState().status.state === 'idle' || useView.getState().setupOpen) return startRun();
  setSetupOpen(true);
  return Promise.resolve();
}

export function pauseRun(): Promise<void> {
  return onRun('run.pause', 'The run did not pause', (runId) => callHost('run.pause', { runId }));
}

export function resumeRun(): Promise<void> {
  return onRun('run.resume', 'The run did not resume', (runId) =>
    callHost('run.resume', { runId }),
  );
}

export function stepRun(count = 1): Promise<void> {
  return onRun('run.step', 'The step failed', (runId) => callHost('run.step', { runId, count }));
}

export function checkpointRun(): Promise<void> {
  return onRun('run.checkpoint', 'No checkpoint was written', async (runId) => {
    const { name } = await callHost('run.checkpoint', { runId });
    notify({ level: 'info', title: 'Checkpoint written', message: name });
  });
}

/** Writes a checkpoint and ends the run. */
export function stopRun(): Promise<void> {
  return onRun('run.stop', 'The run did not stop', async (runId) => {
    await callHost('run.stop', { runId });
    await refreshRuns();
  });
}

/** Asks, then ends the run without saving what came after its last checkpoint. */
export function discardRun(): void {
  const { unsavedSteps } = useRun.getState().status;
  const discard = (): Promise<void> =>
    onRun('run.stop', 'The run did not stop', async (runId) => {
      await callHost('run.stop', { runId, discard: true });
      await refreshRuns();
    });
  if (unsavedSteps === 0) {
    void discard();
    return;
  }
  ask({
    title: 'Stop without saving?',
    body: `${steps(unsavedSteps)} trained since the last checkpoint will be lost. Earlier checkpoints stay.`,
    action: 'Stop without saving',
    onConfirm: () => void discard(),
  });
}

/** Loads a stored run, paused at its checkpoint; asks first when unsaved steps of the present run would be lost. */
export function restoreRun(runId: string, checkpoint?: string): void {
  const { status } = useRun.getState();
  if (status.unsavedSteps === 0 || !isActive(status.state)) {
    void restoreNow(runId, checkpoint);
    return;
  }
  ask({
    title: 'Restore and lose unsaved steps?',
    body: `The present run has ${steps(status.unsavedSteps)} trained since its last checkpoint.`,
    action: 'Restore',
    onConfirm: () => void restoreNow(runId, checkpoint),
  });
}

/** Makes a run of its own out of a checkpoint (the newest unless named); the present run stays as it is. */
export function branchRun(runId: string, checkpoint?: string): Promise<void> {
  return attempt('run.branch', 'The run was not branched', async () => {
    await showBranch(await callHost('run.branch', checkpoint ? { runId, checkpoint } : { runId }));
  });
}

/** Says that a branch was made, and shows it among the stored runs. */
export async function showBranch({ runId, step }: CommandResult<'run.branch'>): Promise<void> {
  notify({
    level: 'info',
    title: `Branched at step ${step.toLocaleString('en')}`,
    message: `${runId} stands among the runs: restore it to train it otherwise.`,
  });
  await refreshRuns();
}

function restoreNow(runId: string, checkpoint: string | undefined): Promise<void> {
  return attempt('run.restore', 'The run was not restored', async () => {
    closeDialog();
    forgetRun();
    await callHost('run.restore', checkpoint ? { runId, checkpoint } : { runId });
    await showLoaded(runId);
  });
}

/** Shows a run that the host has just loaded. */
export async function showLoaded(runId: string): Promise<void> {
  setSetupOpen(false);
  // Rows after the restored step belong to a past that was given up.
  clearMetrics();
  await loadHistory(runId);
}

/** Space: the one thing that the state asks for. */
export function toggleRun(): Promise<void> {
  for (const [command, give] of [
    ['run.pause', pauseRun],
    ['run.resume', resumeRun],
    ['run.start', startRunOrSetUp],
  ] as const) {
    if (whyUnavailable(command, runSituation()) === undefined) return give();
  }
  return Promise.resolve();
}

/** Reads the list of stored runs again. */
export async function refreshRuns(): Promise<void> {
  try {
    setRuns((await callHost('run.list', null)).runs);
  } catch (error) {
    setRunsProblem(failureMessage(error));
  }
}

/** Fetches every metrics row of a run for the charts. */
export async function loadHistory(runId: string): Promise<void> {
  try {
    replaceMetrics(await callHost('run.history', { runId }));
  } catch (error) {
    notify({
      level: 'warning',
      title: 'The run’s earlier figures are missing',
      message: failureMessage(error),
    });
  }
}

function onRun(
  command: RunCommand,
  problem: string,
  give: (runId: string) => Promise<unknown>,
): Promise<void> {
  return attempt(command, problem, async () => {
    const { runId } = useRun.getState().status;
    if (runId !== undefined) await give(runId);
  });
}

/** Gives a command while the run's buttons wait; rejects in the host's words, for a dialog that shows them itself. */
export async function whilePending<T>(command: RunCommand, give: () => Promise<T>): Promise<T> {
  setPending(command);
  try {
    return await give();
  } finally {
    setPending(undefined);
  }
}

/** Gives a command if the state allows it, with its buttons waiting; a failure is shown in the host's words. */
async function attempt(
  command: RunCommand,
  problem: string,
  give: () => Promise<void>,
): Promise<void> {
  if (whyUnavailable(command, runSituation()) !== undefined) return;
  try {
    await whilePending(command, give);
  } catch (error) {
    notify({ level: 'error', title: problem, message: failureMessage(error) });
  }
}

function steps(count: number): string {
  return count === 1 ? '1 step' : `${count.toLocaleString('en')} steps`;
}
