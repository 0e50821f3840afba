// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ReactElement } from 'react';
import { Tooltip } from 'radix-ui';
import { BranchDialog } from '../../../../src/renderer/features/changes/BranchDialog.tsx';
import { ExportDialog } from '../../../../src/renderer/features/changes/ExportDialog.tsx';
import { ExtendDialog } from '../../../../src/renderer/features/changes/ExtendDialog.tsx';
import { ImportDialog } from '../../../../src/renderer/features/changes/ImportDialog.tsx';
import { RateDialog } from '../../../../src/renderer/features/changes/RateDialog.tsx';
import { openDialog, useDialog } from '../../../../src/renderer/store/dialog-slice.ts';
import { rankedTokens } from '../../../../src/renderer/features/samples/TokenOdds.tsx';
import { lastStepShown } from '../../../../src/renderer/features/charts/use-step-range.ts';
import {
  DEFAULT_SAMPLING,
  samplingRequest,
  seedProblem,
} from '../../../../src/renderer/features/samples/sampling-draft.ts';
import { CallError } from '../../../../src/shared/rpc/call-error.ts';
import { provideHostCall, type HostCall } from '../../../../src/renderer/commands/host-call.ts';
import { takeWork } from '../../../../src/renderer/store/work-slice.ts';
import { answerCalls, resetWindow } from '../../../helpers/window-fixture.ts';

const show = (element: ReactElement) => render(<Tooltip.Provider>{element}</Tooltip.Provider>);
const button = (name: string | RegExp) => screen.getByRole('button', { name });
const checkpoint = {
  ...{ name: 'step-000100.safetensors', step: 100, bytes: 9, writtenAtMs: 0, weightsSha256: '' },
};

beforeEach(() => {
  // jsdom has no modal dialogs.
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close() {
    this.open = false;
  };
  resetWindow('paused', { checkpoints: [checkpoint] });
});
afterEach(cleanup);

it('exports what was chosen, and shows where it lies and what the format cannot carry', async () => {
  const notes = ['GGUF has no character tokenizer.'];
  const calls = answerCalls({ 'run.export': { path: '/runs/x.gguf', bytes: 3_200_000, notes } });
  show(<ExportDialog />);
  fireEvent.click(button('GGUF'));
  fireEvent.click(button('Q8_0'));
  fireEvent.change(screen.getByLabelText('Checkpoint'), { target: { value: checkpoint.name } });
  fireEvent.click(button('Export'));
  await waitFor(() => expect(document.body.textContent).toContain('/runs/x.gguf'));
  expect(document.body.textContent).toContain('3.20 MB');
  expect(document.body.textContent).toContain(notes[0]);
  expect(calls.at(-1)?.params).toEqual({
    ...{ runId: '0001-moby-dick', format: 'gguf', type: 'q8_0', checkpoint: checkpoint.name },
    workId: expect.any(String),
  });
  fireEvent.click(button('Hugging Face'));
  expect(screen.queryByRole('button', { name: 'Q8_0' })).toBeNull();
});

it('shows how far an export is, and cancels it', async () => {
  let refuse: (error: Error) => void = () => undefined;
  const calls: { readonly command: string; readonly params: unknown }[] = [];
  provideHostCall(((command: string, params: unknown) => {
    calls.push({ command, params });
    return command === 'run.export' ? new Promise((_, reject) => (refuse = reject)) : null;
  }) as HostCall);
  show(<ExportDialog />);
  fireEvent.click(button('Export'));
  const { workId } = calls[0]?.params as { workId: string };
  act(() =>
    takeWork({
      ...{ workId, part: 'writing', fraction: 0.42, done: 1e6, total: 4e6, unit: 'bytes' },
      ...{ perSecond: 5e5, etaSeconds: 6 },
    }),
  );
  const bar = screen.getByRole('progressbar', { name: 'Writing' });
  expect(bar.getAttribute('aria-valuenow')).toBe('42');
  expect(document.body.textContent).toContain('1.00 MB of 4.00 MB · 500 kB/s · 0:06 left');
  fireEvent.click(button('Cancel'));
  expect(calls.at(-1)).toEqual({ command: 'work.cancel', params: { workId } });
  refuse(new CallError('cancelled', 'The work was cancelled.'));
  await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull());
  expect(screen.queryByRole('alert')).toBeNull();
});

it('asks for a checkpoint before weights, not before metrics', () => {
  resetWindow('running');
  show(<ExportDialog />);
  expect(button('Export').getAttribute('aria-disabled')).toBe('true');
  fireEvent.click(button('CSV'));
  expect(button('Export').getAttribute('aria-disabled')).toBe('false');
});

it('shows why the host refused beside the question, and keeps it open', async () => {
  answerCalls({ 'run.setLearningRate': new Error('the schedule is 0 there') });
  openDialog('rate');
  show(<RateDialog />);
  fireEvent.click(button('Change'));
  await waitFor(() =>
    expect(screen.getByRole('alert').textContent).toContain('the schedule is 0 there'),
  );
  expect(useDialog.getState().open).toBe('rate');
});

it('changes the rate and closes', async () => {
  const calls = answerCalls({ 'run.setLearningRate': { fromStep: 121, scale: 0.5 } });
  openDialog('rate');
  show(<RateDialog />);
  fireEvent.change(screen.getByLabelText('Learning rate'), { target: { value: '0.0004' } });
  fireEvent.click(button('Change'));
  await waitFor(() => expect(useDialog.getState().open).toBeUndefined());
  expect(calls[0]?.params).toEqual({ runId: '0001-moby-dick', learningRate: 0.0004 });
});

it('extends to more steps than were planned only', async () => {
  const calls = answerCalls({ 'run.extend': { runId: '0001-moby-dick', step: 100 } });
  show(<ExtendDialog />);
  const steps = screen.getByLabelText('Steps');
  fireEvent.change(steps, { target: { value: '2000' } });
  expect(screen.getByRole('alert').textContent).toBe('At least 2,001');
  fireEvent.change(steps, { target: { value: '2500' } });
  fireEvent.click(button('Extend'));
  await waitFor(() => expect(calls.map(({ command }) => command)).toContain('run.extend'));
  expect(calls[0]?.params).toEqual({ runId: '0001-moby-dick', steps: 2_500 });
});

it('branches from the checkpoint that was chosen, under the name that was given', async () => {
  const older = { ...checkpoint, name: 'step-000050.safetensors', step: 50 };
  resetWindow('paused', { checkpoints: [older, checkpoint] });
  const calls = answerCalls({
    'run.branch': { runId: '0002-other', step: 50 },
    'run.list': { runs: [] },
  });
  openDialog('branch');
  show(<BranchDialog />);
  const choice = screen.getByLabelText('Checkpoint');
  expect((choice as HTMLSelectElement).value).toBe(checkpoint.name);
  fireEvent.change(choice, { target: { value: older.name } });
  fireEvent.change(screen.getByLabelText('Name'), { target: { value: ' other ' } });
  fireEvent.click(button('Branch'));
  await waitFor(() => expect(useDialog.getState().open).toBe('runs'));
  expect(calls[0]?.params).toEqual({
    ...{ runId: '0001-moby-dick', checkpoint: older.name, name: 'other' },
  });
});

it('imports a folder with the form’s training and the opened text, not under a run', async () => {
  show(<ImportDialog />);
  expect(button('Import').getAttribute('aria-disabled')).toBe('true');
  cleanup();
  resetWindow('idle');
  const calls = answerCalls({ 'run.import': { runId: '0002-x' } });
  show(<ImportDialog />);
  fireEvent.change(screen.getByLabelText('Folder'), { target: { value: '/models/gpt2' } });
  fireEvent.click(button('Import'));
  await waitFor(() => expect(calls).not.toEqual([]));
  expect(calls[0]?.params).toMatchObject({
    ...{ folder: '/models/gpt2', source: { kind: 'sample' }, config: { steps: 2_000 } },
  });
  expect(calls[0]?.params).not.toHaveProperty('config.model');
});

it('samples with a seed and several texts to stop at, and ranks the drawn token', () => {
  const draft = { ...DEFAULT_SAMPLING, seed: '7', stop: 'end\\n\n\nAhab' };
  expect(samplingRequest(draft)).toMatchObject({ seed: 7, stop: ['end\n', 'Ahab'] });
  expect(samplingRequest(DEFAULT_SAMPLING)).not.toHaveProperty('seed');
  expect(seedProblem({ ...draft, seed: '-1' })).toBeDefined();
  const alternatives = [
    { id: 1, probability: 0.6 },
    { id: 2, probability: 0.3 },
  ];
  expect(rankedTokens({ id: 2, probability: 0.3, alternatives })).toEqual(alternatives);
  expect(rankedTokens({ id: 9, probability: 0.01, alternatives }).at(-1)?.id).toBe(9);
});

it('lets charts follow what is trained in round steps, and end at the plan', () => {
  expect(lastStepShown(0, 2_000, false)).toBe(2_000);
  expect(lastStepShown(300, 2_000, true)).toBe(2_000);
  expect(lastStepShown(1_990, 2_000, false)).toBe(2_000);
  for (const reached of [1, 19, 137, 860, 54_321]) {
    const end = lastStepShown(reached, 1e6, false);
    expect(end).toBeGreaterThanOrEqual(reached);
    expect(end).toBeLessThan(Math.max(21, reached * 1.3));
  }
});
