// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { ReactElement } from 'react';
import { Tooltip } from 'radix-ui';
import { TopBar } from '../../../../src/renderer/features/top-bar/TopBar.tsx';
import { answerCalls, resetWindow, statusOf } from '../../../helpers/window-fixture.ts';
import { setConnection } from '../../../../src/renderer/store/session-slice.ts';
import { setPending, setRunStatus } from '../../../../src/renderer/store/run-slice.ts';
import { useView } from '../../../../src/renderer/store/view-slice.ts';
import type { RunState } from '../../../../src/shared/contract/run.ts';

const show = (element: ReactElement) => render(<Tooltip.Provider>{element}</Tooltip.Provider>);
const MORE = 'More';
/** Names of the run's buttons, those that cannot be pressed in brackets. */
function buttons(): readonly string[] {
  return [...screen.getByRole('toolbar').querySelectorAll('button')].map((button) => {
    const name = button.querySelector('span')?.textContent ?? MORE;
    return button.getAttribute('aria-disabled') === 'true' ? `[${name}]` : name;
  });
}

afterEach(cleanup);

describe('top bar', () => {
  it.each<[RunState, string, readonly string[]]>([
    ['idle', 'Ready', ['Start', 'Stored runs', MORE]],
    ['running', 'Training', ['Pause', '[Step]', 'Checkpoint', 'Stop and save', MORE]],
    ['paused', 'Paused', ['Resume', 'Step', 'Checkpoint', 'Stop and save', MORE]],
    ['completed', 'Completed', ['New run', 'Stored runs', MORE]],
    ['stopped', 'Stopped', ['New run', 'Stored runs', MORE]],
    ['failed', 'Failed', ['New run', 'Stored runs', MORE]],
  ])('%s: says %s and offers what fits', (state, word, offered) => {
    resetWindow(state);
    show(<TopBar />);
    expect(screen.getByRole('status').textContent).toBe(word);
    expect(buttons()).toEqual(offered);
    expect(screen.getByRole('button', { name: 'More to do with the run' })).toBeTruthy();
  });

  it('gives the command of the button that is pressed', () => {
    resetWindow('running');
    const calls = answerCalls({});
    show(<TopBar />);
    fireEvent.click(screen.getByRole('button', { name: /Checkpoint/ }));
    expect(calls[0]?.command).toBe('run.checkpoint');
  });

  it('keeps unavailable buttons reachable but without effect', () => {
    resetWindow('running');
    const calls = answerCalls({});
    show(<TopBar />);
    const step = screen.getByRole('button', { name: /Step/ });
    fireEvent.click(step);
    expect(calls).toEqual([]);
    expect(step.hasAttribute('disabled')).toBe(false);
  });

  it('keeps the other commands in a menu that the arrow keys move in', async () => {
    resetWindow('completed');
    show(<TopBar />);
    fireEvent.keyDown(screen.getByRole('button', { name: /More to do/ }), { key: 'Enter' });
    const items = screen.getAllByRole('menuitem');
    const names = items.map((item) => item.querySelector('span')?.textContent);
    expect(names).toContain('Extend the run');
    const step = screen.getByRole('menuitem', { name: 'Train ten steps' });
    expect(step.getAttribute('aria-disabled')).toBe('true');
    step.focus();
    fireEvent.keyDown(step, { key: 'Enter' });
    expect(screen.queryByRole('menu'), 'an unavailable item closes nothing').not.toBeNull();
    fireEvent.keyDown(step, { key: 'ArrowDown' });
    const next = items[names.indexOf('Train ten steps') + 1];
    await waitFor(() => expect(document.activeElement).toBe(next));
  });

  it('says that the host is away and disables everything that needs it', () => {
    resetWindow('running');
    setConnection({ kind: 'disconnected', reason: 'x', attempt: 1, retryAtMs: 0 });
    show(<TopBar />);
    expect(screen.getByRole('status').textContent).toBe('Not connected');
    expect(buttons()).toEqual(['[Pause]', '[Step]', '[Checkpoint]', '[Stop and save]', MORE]);
  });

  it('shows progress with units, and no rate while paused', () => {
    resetWindow('running', { step: 1_240, tokensPerSecond: 58_431, etaSeconds: 9.6 });
    show(<TopBar />);
    const bar = screen.getByRole('progressbar');
    expect(bar.getAttribute('aria-valuenow')).toBe('1240');
    expect(document.body.textContent).toContain('step 1,240 of 2,000');
    expect(document.body.textContent).toContain('58.4 k tokens/s · 0:10 left');
    act(() => setRunStatus(statusOf('paused', { step: 1_241 })));
    expect(document.body.textContent).not.toContain('tokens/s');
  });

  it('does not swap Resume for Pause during a single step', () => {
    resetWindow('paused');
    show(<TopBar />);
    act(() => setPending('run.step'));
    act(() => setRunStatus(statusOf('running')));
    expect(buttons()[0]).toBe('[Resume]');
    act(() => setRunStatus(statusOf('paused')));
    act(() => setPending(undefined));
    expect(buttons()[0]).toBe('Resume');
  });

  it('offers Start once the form is open after a run', () => {
    resetWindow('completed');
    show(<TopBar />);
    fireEvent.click(screen.getByRole('button', { name: /New run/ }));
    expect(useView.getState().setupOpen).toBe(true);
    expect(buttons()[0]).toBe('Start');
  });
});
