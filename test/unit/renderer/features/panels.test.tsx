// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReactElement } from 'react';
import { Tooltip } from 'radix-ui';
import { CheckpointsPanel } from '../../../../src/renderer/features/checkpoints/CheckpointsPanel.tsx';
import { ConnectionScreen } from '../../../../src/renderer/features/connection/ConnectionScreen.tsx';
import { Inspector } from '../../../../src/renderer/features/inspector/Inspector.tsx';
import { Notices } from '../../../../src/renderer/features/notices/Notices.tsx';
import { SamplePanel } from '../../../../src/renderer/features/samples/SamplePanel.tsx';
import { StatusBar } from '../../../../src/renderer/features/status-bar/StatusBar.tsx';
import { answerCalls, resetWindow } from '../../../helpers/window-fixture.ts';
import { CallError } from '../../../../src/shared/rpc/call-error.ts';
import { fakeFrame } from '../../../helpers/fake-frames.ts';
import { eventFrame } from '../../../scene/frames.ts';
import { fakeEvent, fakeHealth, fakeInspection } from '../../../helpers/fake-inspection.ts';
import { notify } from '../../../../src/renderer/store/notice-slice.ts';
import { select, useSelection } from '../../../../src/renderer/store/selection-slice.ts';
import { setConnection, setRetry } from '../../../../src/renderer/store/session-slice.ts';
import { takeFrame } from '../../../../src/renderer/store/newest-frames.ts';
import { takePart, takeSample } from '../../../../src/renderer/store/samples-slice.ts';

const show = (element: ReactElement) => render(<Tooltip.Provider>{element}</Tooltip.Provider>);
const text = (): string => document.body.textContent ?? '';
const checkpoint = (step: number, validationLossNats: number) => ({
  name: `step-${step}.safetensors`,
  step,
  bytes: 9_800_000,
  writtenAtMs: Date.now() - 270_000,
  validationLossNats,
  weightsSha256: '',
});

beforeEach(() => resetWindow('running'));
afterEach(cleanup);

describe('connection screen', () => {
  it('says what is safe and what to do, and tries again when asked', () => {
    resetWindow('running', { unsavedSteps: 20, lastCheckpoint: checkpoint(100, 2) });
    const retry = vi.fn();
    setRetry(retry);
    setConnection({
      kind: 'disconnected',
      reason: 'The socket closed.',
      attempt: 2,
      retryAtMs: Date.now() + 5_500,
    });
    show(<ConnectionScreen />);
    expect(text()).toContain('The socket closed.');
    expect(text()).toContain('moby-dick is safe up to step 100.');
    expect(text()).toContain('20 steps');
    expect(text()).toMatch(/next try in [56] s/);
    fireEvent.click(screen.getByRole('button', { name: 'Try now' }));
    expect(retry).toHaveBeenCalledOnce();
  });

  it('tells a mismatch in the client’s words and is gone when connected', () => {
    setConnection({ kind: 'mismatch', reason: 'The host is older.' });
    show(<ConnectionScreen />);
    expect(text()).toContain('The host is older.');
    act(() => setConnection({ kind: 'connected' }));
    expect(text()).toBe('');
  });
});

describe('inspector', () => {
  it('sums the run up while nothing is selected', () => {
    show(<Inspector />);
    expect(text()).toContain('812,160');
    expect(text()).toContain('12 × 64 = 768');
  });

  it('tells how the machine is, and what fails', async () => {
    const health = { ...fakeHealth(13, 2), failing: 1 };
    answerCalls({ 'spheres.health': health });
    show(<Inspector />);
    await waitFor(() => expect(screen.getByRole('heading', { name: 'Machine' })).toBeTruthy());
    expect(text()).toContain('0 active · 13 idle');
    expect(text()).toContain('2 of 2 errors');
    expect(text()).toContain('1 failing');
  });

  it('shows the selected sphere and leads to its parent', () => {
    const machine = { step: 40, running: true, threads: 2, context: 64, vocabulary: 83 };
    takeFrame('spheres', fakeFrame('spheres', { ...machine, newestEvent: 9, lossNats: 2 }, 0));
    select({ kind: 'sphere', id: 3 });
    show(<Inspector />);
    expect(screen.getByRole('heading', { name: 'Sphere 3' })).toBeTruthy();
    expect(text()).toContain('Processing');
    expect(text()).toContain('2 · 2 o’clock');
    expect(text()).toContain('2.000 nats');
    fireEvent.click(screen.getByRole('button', { name: 'Root sphere' }));
    expect(useSelection.getState().selected).toEqual({ kind: 'sphere', id: 0 });
  });

  it('adds the host’s own account of the sphere', async () => {
    const machine = { step: 40, running: true, threads: 2, context: 64, vocabulary: 83 };
    takeFrame('spheres', fakeFrame('spheres', { ...machine, newestEvent: 9, lossNats: 2 }, 0));
    const calls = answerCalls({ 'spheres.inspect': fakeInspection(3, 40) });
    select({ kind: 'sphere', id: 3 });
    show(<Inspector />);
    await waitFor(() => expect(screen.getByRole('heading', { name: 'Statistics' })).toBeTruthy());
    expect(calls[0]?.params).toEqual({ runId: '0001-moby-dick', sphere: 3 });
    expect(screen.getByRole('row', { name: 'Micro-batches 40' })).toBeTruthy();
    expect(screen.getByRole('row', { name: /^40 · 2 2\.000 – 3\S* ms 0 ?stolen$/ })).toBeTruthy();
    expect(text()).toContain('v41');
  });

  it('shows a trained token in its text, with its angle term by term', async () => {
    const calls = answerCalls({ 'events.inspect': fakeEvent(5) });
    takeFrame('events', eventFrame(1, [1, 2, 3, 0.5, Math.log(4)]));
    select({ kind: 'event', n: 5 });
    show(<Inspector />);
    await waitFor(() => expect(screen.getByRole('heading', { name: 'In the text' })).toBeTruthy());
    expect(calls[0]?.params).toEqual({ runId: '0001-moby-dick', n: 5 });
    expect(text()).toContain('the whale');
    expect(document.querySelector('mark')?.textContent).toBe('h');
    expect(text()).toMatch(/Probability25\.0 %/);
    expect(text()).toContain('2.500000 rad');
    expect(text()).toContain('0.125000');
    fireEvent.click(screen.getByRole('button', { name: '7' }));
    expect(useSelection.getState().selected).toEqual({ kind: 'prime', p: 7, k: 4 });
  });

  it('says so when the selected thing is gone', () => {
    select({ kind: 'event', n: 5 });
    show(<Inspector />);
    expect(text()).toContain('has left the shell');
  });

  it('tells why a run failed, whatever is selected', () => {
    resetWindow('failed', { failure: 'The loss is not a number. Step 100 is safe.' });
    select({ kind: 'sphere', id: 3 });
    show(<Inspector />);
    expect(screen.getByRole('alert').textContent).toContain('The loss is not a number.');
  });
});

describe('samples', () => {
  it('says when the first text comes, then shows the newest', () => {
    show(<SamplePanel />);
    expect(text()).toContain('The first text is sampled at step 100.');
    act(() =>
      takeSample({ runId: '0001-moby-dick', step: 100, text: 'the whale', temperature: 0.8 }),
    );
    expect(text()).toContain('the whale');
    expect(text()).toContain('step 100 · T 0.8');
  });

  it('generates from a prompt, and tells a failure in the host’s words', async () => {
    const answers = {
      'sample.generate': {
        ...{ text: ' sea', tokens: [], ended: 'length', step: 7, tokensPerSecond: 900 },
      } as unknown,
    };
    const calls = answerCalls(answers);
    show(<SamplePanel />);
    fireEvent.change(screen.getByRole('textbox', { name: 'Prompt' }), { target: { value: 'The' } });
    fireEvent.click(screen.getByRole('button', { name: 'Generate' }));
    await screen.findByText('sea');
    expect(calls[0]?.params).toMatchObject({ prompt: 'The', tokens: 200, temperature: 0.8 });
    act(() => takeSample({ runId: '0001-moby-dick', step: 100, text: 'whale', temperature: 0.8 }));
    expect(text()).not.toContain('whale');
    fireEvent.click(screen.getByRole('button', { name: 'Training' }));
    expect(text()).toContain('whale');
    answers['sample.generate'] = new CallError('invalid-argument', 'The tokenizer has no €.');
    fireEvent.click(screen.getByRole('button', { name: 'Generate' }));
    expect((await screen.findByRole('alert')).textContent).toBe('The tokenizer has no €.');
  });

  it('shows a text while it is written, ends it when asked, and tells of its tokens', async () => {
    let answer: (result: unknown) => void = () => undefined;
    const calls = answerCalls({
      'sample.generate': new Promise((resolve) => {
        answer = resolve;
      }),
      'sample.cancel': null,
    });
    show(<SamplePanel />);
    fireEvent.click(screen.getByRole('button', { name: 'Generate' }));
    const { sampleId } = calls[0]?.params as { sampleId: string };
    const tokens = [{ id: 1, probability: 0.25, alternatives: [{ id: 0, probability: 0.5 }] }];
    act(() =>
      takePart({ sampleId: 'of another', runId: '0001-moby-dick', text: 'no', tokens: [] }),
    );
    act(() => takePart({ sampleId, runId: '0001-moby-dick', text: 'yes', tokens }));
    expect(text()).toContain('yes');
    expect(text()).not.toContain('no ');
    fireEvent.click(screen.getByRole('button', { name: 'End' }));
    expect(calls[1]).toEqual({ command: 'sample.cancel', params: { sampleId } });
    await act(async () =>
      answer({ text: 'yes!', tokens, ended: 'cancelled', step: 7, tokensPerSecond: 9 }),
    );
    expect(text()).toContain('yes!');
    fireEvent.click(screen.getByRole('button', { name: 'Tokens' }));
    fireEvent.keyDown(screen.getByRole('group', { name: /^Text by token/ }), {
      key: 'ArrowLeft',
    });
    expect(screen.getByLabelText('Token 1, and what else was likely').textContent).toMatch(
      /50.0 %.*25.0 %/,
    );
  });

  it('asks for nothing once the run has ended', () => {
    resetWindow('stopped');
    const calls = answerCalls({});
    show(<SamplePanel />);
    fireEvent.click(screen.getByRole('button', { name: 'Generate' }));
    expect(calls).toEqual([]);
  });
});

describe('checkpoints', () => {
  it('stand newest first, the best marked, to be restored while the run rests', () => {
    const checkpoints = [checkpoint(500, 1.9), checkpoint(1_000, 2.1)];
    resetWindow('paused', { unsavedSteps: 0, checkpoints });
    const calls = answerCalls({ 'run.restore': { runId: '0001-moby-dick', step: 500 } });
    show(<CheckpointsPanel />);
    const rows = screen.getAllByRole('listitem').map((row) => row.textContent);
    expect(rows[0]).toContain('step 1,000');
    expect(rows[0]).not.toContain('best');
    expect(rows[1]).toMatch(/step 500.*1\.900.*best.*4 min ago/);
    fireEvent.click(screen.getAllByRole('button', { name: 'Restore' })[1] as HTMLElement);
    expect(calls[0]?.params).toEqual({
      runId: '0001-moby-dick',
      checkpoint: 'step-500.safetensors',
    });
  });

  it('cannot be restored while the run trains', () => {
    resetWindow('running', { checkpoints: [checkpoint(500, 1.9)] });
    const calls = answerCalls({});
    show(<CheckpointsPanel />);
    fireEvent.click(screen.getByRole('button', { name: 'Restore' }));
    expect(calls).toEqual([]);
  });
});

describe('status bar', () => {
  it('tells host, workers, instruction set, weights, memory and what is saved', () => {
    resetWindow('running', {
      weightsVersion: 1_240,
      residentBytes: 61_000_000,
      lastCheckpoint: checkpoint(100, 2),
    });
    show(<StatusBar />);
    for (const words of [
      'Host this machine',
      'Workers 2 of 2 processors · AVX2',
      'Weights v1,240',
      'Memory 61.0 MB',
      'Saved 4 min ago · 20 steps unsaved',
    ]) {
      expect(text()).toContain(words);
    }
  });
});

describe('notices', () => {
  it('say the same thing once, and are dismissed', () => {
    notify({ level: 'error', title: 'The step failed', message: 'wrong state' });
    notify({ level: 'error', title: 'The step failed', message: 'wrong state' });
    show(<Notices />);
    expect(screen.getAllByRole('alert')).toHaveLength(1);
    fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByRole('alert')).toBeNull();
  });
});
