// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReactElement } from 'react';
import { Tooltip } from 'radix-ui';
import { ConfirmDialog } from '../../../../src/renderer/features/confirm/ConfirmDialog.tsx';
import { KeysDialog } from '../../../../src/renderer/features/keys/KeysDialog.tsx';
import { Palette } from '../../../../src/renderer/features/palette/Palette.tsx';
import { RunsDialog } from '../../../../src/renderer/features/runs/RunsDialog.tsx';
import { WINDOW_COMMANDS } from '../../../../src/renderer/commands/command-table.ts';
import { answerCalls, resetWindow } from '../../../helpers/window-fixture.ts';
import { ask, openDialog, useDialog } from '../../../../src/renderer/store/dialog-slice.ts';
import type { RunSummary } from '../../../../src/shared/contract/run.ts';

const show = (element: ReactElement) => render(<Tooltip.Provider>{element}</Tooltip.Provider>);
const summary = (runId: string, changes: Partial<RunSummary> = {}): RunSummary => ({
  runId,
  name: runId,
  createdAtMs: 0,
  step: 500,
  steps: 2_000,
  corpusName: 'Moby Dick',
  tokenizer: 'char',
  model: { blocks: 4, heads: 4, width: 128, context: 64 },
  trainLossNats: 1.9,
  checkpoints: ['step-000500.safetensors'],
  ...changes,
});

beforeAll(() => {
  // What jsdom's <dialog> lacks.
  HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
    this.open = true;
  };
  HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement) {
    this.open = false;
  };
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe = () => undefined;
      unobserve = () => undefined;
      disconnect = () => undefined;
    },
  );
  Element.prototype.scrollIntoView ??= () => undefined;
});
beforeEach(() => resetWindow());
afterEach(cleanup);

describe('stored runs', () => {
  it('lists them, says what is wrong with a broken one, and restores a sound one', async () => {
    const calls = answerCalls({
      'run.list': {
        runs: [summary('good'), summary('bad', { problem: 'run.json is cut short.' })],
      },
      'run.restore': { runId: 'good', step: 500 },
    });
    openDialog('runs');
    show(<RunsDialog />);
    await screen.findByText('run.json is cut short.');
    fireEvent.click(screen.getByRole('button', { name: 'Restore bad' }));
    expect(calls.map(({ command }) => command)).toEqual(['run.list']);
    fireEvent.click(screen.getByRole('button', { name: 'Restore good' }));
    expect(calls[1]).toEqual({ command: 'run.restore', params: { runId: 'good' } });
    expect(useDialog.getState().open).toBeUndefined();
  });

  it('opens a run’s extension and its branch, if it has a checkpoint', async () => {
    const runs = [summary('good'), summary('bare', { checkpoints: [] })];
    answerCalls({ 'run.list': { runs } });
    openDialog('runs');
    show(<RunsDialog />);
    fireEvent.click(await screen.findByRole('button', { name: 'Extend bare' }));
    fireEvent.click(screen.getByRole('button', { name: 'Branch bare' }));
    expect(useDialog.getState().open).toBe('runs');
    fireEvent.click(screen.getByRole('button', { name: 'Extend good' }));
    expect(useDialog.getState()).toMatchObject({ open: 'extend', runId: 'good' });
    fireEvent.click(screen.getByRole('button', { name: 'Branch good' }));
    expect(useDialog.getState()).toMatchObject({ open: 'branch', runId: 'good' });
  });

  it('lets another run be restored only after the present one is stopped', async () => {
    resetWindow('paused', { unsavedSteps: 0 });
    const calls = answerCalls({ 'run.list': { runs: [summary('other')] } });
    show(<RunsDialog />);
    fireEvent.click(await screen.findByRole('button', { name: 'Restore other' }));
    expect(calls.map(({ command }) => command)).toEqual(['run.list']);
  });

  it('says that none is stored', async () => {
    answerCalls({ 'run.list': { runs: [] } });
    show(<RunsDialog />);
    await screen.findByText(/No run is stored yet/);
  });
});

describe('palette', () => {
  it('finds a command by its words and gives it', () => {
    resetWindow('paused');
    const calls = answerCalls({});
    openDialog('palette');
    show(<Palette />);
    const input = screen.getByRole('combobox');
    fireEvent.change(input, { target: { value: 'one step' } });
    fireEvent.keyDown(input, { key: 'Enter' });
    expect(calls[0]?.command).toBe('run.step');
    expect(useDialog.getState().open).toBeUndefined();
  });

  it('says why a command cannot be given', () => {
    show(<Palette />);
    const pause = screen.getByRole('option', { name: /^Pause/ });
    expect(pause.getAttribute('aria-disabled')).toBe('true');
    expect(pause.textContent).toContain('No run is under way');
  });
});

describe('dialogs', () => {
  it('name every key', () => {
    show(<KeysDialog />);
    for (const { keys, title, keysRow = { title } } of WINDOW_COMMANDS) {
      if (keys && keysRow) expect(screen.getAllByText(keysRow.title)).not.toHaveLength(0);
    }
    expect(screen.getAllByText(/kept view/)).toHaveLength(1); // nine keys, one row
  });

  it('do what cannot be undone only when confirmed', () => {
    const onConfirm = vi.fn();
    const question = { title: 'Lose it?', body: '20 steps', action: 'Lose it', onConfirm };
    ask(question);
    const { rerender } = show(<ConfirmDialog />);
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(onConfirm).not.toHaveBeenCalled();
    ask(question);
    rerender(
      <Tooltip.Provider>
        <ConfirmDialog />
      </Tooltip.Provider>,
    );
    fireEvent.click(screen.getByRole('button', { name: 'Lose it' }));
    expect(onConfirm).toHaveBeenCalledOnce();
    expect(useDialog.getState().confirmation).toBeUndefined();
  });
});
