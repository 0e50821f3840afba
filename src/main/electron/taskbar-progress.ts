import type { BrowserWindow } from 'electron';
import type { RunStatus } from '../../shared/contract/run.ts';
import type { StatusListener } from './status-watch.ts';

/** Removes the bar. */
const NONE = -1;

/** Shows how far the run is on the taskbar's or dock's icon; red when it failed, where the system can. */
export function taskbarProgress(window: Pick<BrowserWindow, 'setProgressBar'>): StatusListener {
  let shown = '';
  return (status) => {
    const { fraction, mode } = progressOf(status);
    const next = `${mode} ${fraction.toFixed(3)}`;
    if (next === shown) return;
    shown = next;
    window.setProgressBar(fraction, { mode });
  };
}

type Mode = 'normal' | 'paused' | 'error' | 'none';

/** What the bar shows: a fraction from 0 to 1, or none. */
export function progressOf({ state, step, config }: RunStatus): { fraction: number; mode: Mode } {
  const done = config ? step / config.steps : 0;
  switch (state) {
    case 'running':
    case 'checkpointing':
      return { fraction: done, mode: 'normal' };
    case 'paused':
      return { fraction: done, mode: 'paused' };
    case 'failed':
      return { fraction: 1, mode: 'error' };
    case 'idle':
    case 'initializing':
    case 'restoring':
    case 'completed':
    case 'stopped':
      return { fraction: NONE, mode: 'none' };
  }
}
