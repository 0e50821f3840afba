import type { Params } from '../../shared/contract/commands.ts';
import type { ExportParams, ExportResult } from '../../shared/contract/exchange.ts';
import { closeDialog, openDialog } from '../store/dialog-slice.ts';
import { draftConfig } from '../store/run-draft.ts';
import { forgetRun } from '../store/forget-run.ts';
import { notify } from '../store/notice-slice.ts';
import { useCorpus } from '../store/corpus-slice.ts';
import { useDraft } from '../store/draft-slice.ts';
import { useRun } from '../store/run-slice.ts';
import { callHost } from './host-call.ts';
import { watchWork } from './work-commands.ts';
import { refreshRuns, showBranch, showLoaded, whilePending } from './run-commands.ts';

// What is asked in a dialog of its own, which shows a failure beside the question: every one of these rejects with it.

/** Writes a run's weights or metrics into its export folder. */
export function exportRun(params: ExportParams): Promise<ExportResult> {
  return watchWork('export', (workId) => callHost('run.export', { ...params, workId }));
}

/** Gives a run more steps; it is then loaded, paused at its newest checkpoint. */
export function extendRun(runId: string, steps: number): Promise<void> {
  return whilePending('run.extend', async () => {
    const { step } = await callHost('run.extend', { runId, steps });
    closeDialog();
    await showLoaded(runId);
    await refreshRuns();
    notify({
      level: 'info',
      title: `Extended to ${steps.toLocaleString('en')} steps`,
      message: `The run waits at step ${step.toLocaleString('en')}: resume it.`,
    });
  });
}

/** Makes a run of its own out of a checkpoint; it stands among the stored runs then. */
export function branchInto(params: Params<'run.branch'>): Promise<void> {
  return whilePending('run.branch', async () => {
    const branch = await callHost('run.branch', params);
    openDialog('runs');
    await showBranch(branch);
  });
}

/** From the next step on the present run's learning rate is this, and follows the schedule from there. */
export function setLearningRate(learningRate: number): Promise<void> {
  return whilePending('run.setLearningRate', async () => {
    const { runId } = useRun.getState().status;
    if (runId === undefined) return;
    const { fromStep } = await callHost('run.setLearningRate', { runId, learningRate });
    closeDialog();
    const from = fromStep.toLocaleString('en');
    notify({ level: 'info', title: `The learning rate is ${learningRate} from step ${from} on` });
  });
}

/** Makes a run of a Hugging Face folder's model, trained on the opened corpus as the run form says. */
export function importFolder(folder: string): Promise<void> {
  return whilePending('run.import', async () => {
    const { source, corpus } = useCorpus.getState();
    const drafted = draftConfig(useDraft.getState().draft, '');
    if (!drafted) throw new Error('The run form has a problem: mend it first.');
    if (!source) throw new Error('Open the text again: this window does not know where it lies.');
    const { corpusId: _, model: __, ...config } = drafted;
    const split = corpus?.split && { split: corpus.split };
    const { runId } = await watchWork('import', (workId) =>
      callHost('run.import', { folder, source, ...split, config, workId }),
    );
    closeDialog();
    forgetRun();
    await showLoaded(runId);
    await refreshRuns();
    notify({ level: 'info', title: 'Imported', message: `${runId} waits at step 0: resume it.` });
  });
}
