import { beforeEach, describe, expect, it } from 'vitest';
import { answerCalls, resetWindow } from '../../../helpers/window-fixture.ts';
import {
  discardRun,
  pauseRun,
  restoreRun,
  startRunOrSetUp,
  stepRun,
  toggleRun,
} from '../../../../src/renderer/commands/run-commands.ts';
import { CallError } from '../../../../src/shared/rpc/call-error.ts';
import { newestFrames, takeFrame } from '../../../../src/renderer/store/newest-frames.ts';
import { fakeFrame } from '../../../helpers/fake-frames.ts';
import { useDialog } from '../../../../src/renderer/store/dialog-slice.ts';
import { useDraft } from '../../../../src/renderer/store/draft-slice.ts';
import { useMetrics } from '../../../../src/renderer/store/metrics-slice.ts';
import { useNotices } from '../../../../src/renderer/store/notice-slice.ts';
import { useRun } from '../../../../src/renderer/store/run-slice.ts';
import { useView } from '../../../../src/renderer/store/view-slice.ts';

const MACHINE = { step: 1, running: true, threads: 2, context: 64, vocabulary: 83 };
const HISTORY = {
  runId: '0001-moby-dick',
  step: [1, 2],
  lossNats: [3, 2],
  validationLossNats: [null, 2.5],
  learningRate: [1, 1],
  gradientNorm: [1, 1],
  stepMs: [1, 1],
  validation: [null, null],
};

beforeEach(() => resetWindow());

describe('space', () => {
  it('starts what the form describes and forgets the frames of the run before', async () => {
    takeFrame('spheres', fakeFrame('spheres', { ...MACHINE, newestEvent: 1, lossNats: 1 }, 0));
    const calls = answerCalls({ 'run.start': { runId: 'r' } });
    await toggleRun();
    expect(calls[0]).toMatchObject({
      command: 'run.start',
      params: { corpusId: 'char-1', name: 'moby-dick', threads: 2, steps: 2_000 },
    });
    expect(newestFrames.spheres.frame).toBeUndefined();
    expect(useRun.getState().pending).toBeUndefined();
  });

  it.each([
    ['running', 'run.pause'],
    ['paused', 'run.resume'],
  ] as const)('gives a %s run %s', async (state, command) => {
    resetWindow(state);
    const calls = answerCalls({});
    await toggleRun();
    expect(calls).toEqual([{ command, params: { runId: '0001-moby-dick' } }]);
  });

  it('after a run brings the form before it starts another', async () => {
    resetWindow('completed');
    const calls = answerCalls({});
    await toggleRun();
    expect(calls).toEqual([]);
    expect(useView.getState().setupOpen).toBe(true);
    await startRunOrSetUp();
    expect(calls.map(({ command }) => command)).toEqual(['run.start', 'run.list']);
    expect(useView.getState().setupOpen).toBe(false);
  });

  it('asks nothing of the host while the form has a problem', async () => {
    useDraft.setState(({ draft }) => ({ draft: { ...draft, name: '' } }));
    const calls = answerCalls({});
    await toggleRun();
    expect(calls).toEqual([]);
  });
});

describe('run commands', () => {
  it('show a failure once, in the host’s words, and free their buttons', async () => {
    resetWindow('running');
    answerCalls({ 'run.pause': new CallError('wrong-state', 'Run 1 is completed.') });
    await pauseRun();
    expect(useNotices.getState().notices).toMatchObject([
      { level: 'error', title: 'The run did not pause', message: 'Run 1 is completed.' },
    ]);
    expect(useRun.getState().pending).toBeUndefined();
  });

  it('hold a second command back while one is under way', async () => {
    resetWindow('paused');
    const calls = answerCalls({ 'run.step': { step: 121 } });
    await Promise.all([stepRun(), stepRun()]);
    expect(calls).toHaveLength(1);
    expect(calls[0]?.params).toEqual({ runId: '0001-moby-dick', count: 1 });
  });

  it('restore asks first when unsaved steps would be lost, then loads the history', async () => {
    resetWindow('paused', { unsavedSteps: 20 });
    const calls = answerCalls({ 'run.restore': { runId: 'x', step: 2 }, 'run.history': HISTORY });
    restoreRun('0001-moby-dick', 'step-000100.safetensors');
    expect(calls).toEqual([]);
    const { confirmation } = useDialog.getState();
    expect(confirmation?.body).toContain('20 steps');
    confirmation?.onConfirm();
    await expect.poll(() => useMetrics.getState().newest?.step).toBe(2);
    expect(calls[0]).toEqual({
      command: 'run.restore',
      params: { runId: '0001-moby-dick', checkpoint: 'step-000100.safetensors' },
    });
  });

  it('stop without saving asks only when there is something to lose', async () => {
    resetWindow('paused', { unsavedSteps: 1 });
    const calls = answerCalls({ 'run.stop': { step: 1 } });
    discardRun();
    expect(calls).toEqual([]);
    expect(useDialog.getState().confirmation?.body).toContain('1 step ');
    resetWindow('paused', { unsavedSteps: 0 });
    discardRun();
    await expect
      .poll(() => calls[0])
      .toEqual({
        command: 'run.stop',
        params: { runId: '0001-moby-dick', discard: true },
      });
  });
});
