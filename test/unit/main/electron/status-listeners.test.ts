import { describe, expect, it, vi } from 'vitest';
import { stayAwake } from '../../../../src/main/electron/power-save.ts';
import { watchStatus } from '../../../../src/main/electron/status-watch.ts';
import { progressOf, taskbarProgress } from '../../../../src/main/electron/taskbar-progress.ts';
import { defaultRun } from '../../../../src/shared/contract/presets.ts';
import type { RunState } from '../../../../src/shared/contract/run.ts';
import { fakeWindow, statusOf } from '../../../helpers/electron-doubles.ts';

const config = { ...defaultRun('baby', 1), corpusId: 'c', name: 'n', steps: 200 };
const at = (state: RunState, step = 50) => statusOf({ state, step, config, runId: 'r' });

describe('watchStatus', () => {
  it('shows every listener the status now and at each tick', () => {
    let tick = (): void => undefined;
    const listeners = [vi.fn(), vi.fn()];
    let status = at('running');
    watchStatus({ status: () => status }, listeners, (task) => (tick = task));
    for (const listener of listeners) expect(listener).toHaveBeenLastCalledWith(status);
    status = at('paused');
    tick();
    for (const listener of listeners) expect(listener).toHaveBeenLastCalledWith(status);
  });
});

describe('taskbarProgress', () => {
  it.each([
    ['running', 0.25, 'normal'],
    ['checkpointing', 0.25, 'normal'],
    ['paused', 0.25, 'paused'],
    ['failed', 1, 'error'],
    ['completed', -1, 'none'],
    ['stopped', -1, 'none'],
    ['initializing', -1, 'none'],
    ['restoring', -1, 'none'],
    ['idle', -1, 'none'],
  ] as const)('shows a %s run as %d %s', (state, fraction, mode) => {
    expect(progressOf(at(state))).toEqual({ fraction, mode });
  });

  it('tells the system only of changes', () => {
    const window = fakeWindow();
    const show = taskbarProgress(window);
    for (const step of [50, 50, 50, 51]) show(at('running', step));
    expect(window.setProgressBar.mock.calls).toEqual([
      [0.25, { mode: 'normal' }],
      [0.255, { mode: 'normal' }],
    ]);
  });
});

describe('stayAwake', () => {
  it('blocks sleep while training, once, and no longer', () => {
    const blocker = { start: vi.fn(() => 3), stop: vi.fn() };
    const see = stayAwake(blocker);
    see(at('idle'));
    expect(blocker.start).not.toHaveBeenCalled();
    for (const state of ['running', 'checkpointing', 'running'] as const) see(at(state));
    expect(blocker.start.mock.calls).toEqual([['prevent-app-suspension']]);
    see(at('paused'));
    see(at('completed'));
    expect(blocker.stop.mock.calls).toEqual([[3]]);
    see(at('running'));
    expect(blocker.start).toHaveBeenCalledTimes(2);
  });

  it('blocks again with an id of 0', () => {
    const blocker = { start: vi.fn(() => 0), stop: vi.fn() };
    const see = stayAwake(blocker);
    see(at('running'));
    see(at('running'));
    see(at('paused'));
    expect(blocker.start).toHaveBeenCalledTimes(1);
    expect(blocker.stop).toHaveBeenCalledWith(0);
  });
});
