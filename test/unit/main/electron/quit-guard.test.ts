import { describe, expect, it, vi } from 'vitest';
import { setupQuitGuard } from '../../../../src/main/electron/quit-guard.ts';
import type { RunStatus } from '../../../../src/shared/contract/run.ts';
import { fakeWindow, preventable, standIn, statusOf } from '../../../helpers/electron-doubles.ts';

type Parts = Parameters<typeof setupQuitGuard>[0];
const [SAVE, DISCARD, CANCEL] = [0, 1, 2];

function guarded(
  status: RunStatus,
  response = CANCEL,
  saves: () => Promise<unknown> = () => Promise.resolve({}),
) {
  const window = fakeWindow();
  const app = { exit: vi.fn() };
  const dialog = { showMessageBox: vi.fn(() => Promise.resolve({ response })) };
  let present = status;
  const host = {
    status: () => present,
    close: vi.fn<(options?: { discard?: boolean }) => Promise<void>>(() => Promise.resolve()),
    handlers: {
      'run.pause': vi.fn(() => {
        present = { ...present, state: 'paused' };
        return Promise.resolve({ step: present.step });
      }),
      'run.checkpoint': vi.fn(saves),
    },
  };
  const guard = setupQuitGuard(standIn<Parts>({ app, window, dialog, host }));
  const close = async () => {
    const event = preventable();
    window.emit('close', event);
    expect(event.preventDefault).toHaveBeenCalled();
    await vi.waitFor(() => expect(settled()).toBe(true));
  };
  const settled = () =>
    app.exit.mock.calls.length > 0 || dialog.showMessageBox.mock.calls.length > 0;
  const finish = () => vi.waitFor(() => expect(app.exit).toHaveBeenCalledWith(0));
  return { guard, window, app, dialog, host, close, finish };
}

const unsaved = statusOf({ state: 'running', runId: 'r', step: 120, unsavedSteps: 20 });

describe('closing the window', () => {
  it.each([
    ['no run', statusOf()],
    ['a paused run that is saved', statusOf({ state: 'paused', runId: 'r', step: 9 })],
    ['a completed run that is saved', statusOf({ state: 'completed', runId: 'r', step: 9 })],
  ])('quits without a question with %s', async (_what, status) => {
    const { close, finish, dialog, host } = guarded(status);
    await close();
    await finish();
    expect(dialog.showMessageBox).not.toHaveBeenCalled();
    expect(host.handlers['run.checkpoint']).not.toHaveBeenCalled();
  });

  it('asks when steps would be lost, and stays on Cancel', async () => {
    const { close, dialog, app, window, host } = guarded(unsaved, CANCEL);
    await close();
    const [, question] = dialog.showMessageBox.mock.calls[0] as unknown as [
      unknown,
      { buttons: string[]; detail: string; cancelId: number },
    ];
    expect(question.buttons).toEqual(['Save and quit', 'Quit without saving', 'Cancel']);
    expect(question.detail).toBe(
      'Step 120 is reached; 20 steps are not saved. There is no checkpoint yet.',
    );
    expect(question.cancelId).toBe(CANCEL);
    await Promise.resolve();
    expect(app.exit).not.toHaveBeenCalled();
    expect(window.destroy).not.toHaveBeenCalled();
    expect(host.close).not.toHaveBeenCalled();
  });

  it('pauses, saves and quits on Save', async () => {
    const { close, finish, host } = guarded(unsaved, SAVE);
    await close();
    await finish();
    expect(host.handlers['run.pause']).toHaveBeenCalledWith({ runId: 'r' });
    expect(host.handlers['run.checkpoint']).toHaveBeenCalledWith({ runId: 'r' });
    expect(host.close).toHaveBeenCalledWith({ discard: false });
  });

  it('quits and saves nothing on Quit without saving', async () => {
    const { close, finish, host } = guarded(unsaved, DISCARD);
    await close();
    await finish();
    expect(host.handlers['run.checkpoint']).not.toHaveBeenCalled();
    expect(host.close).toHaveBeenCalledWith({ discard: true });
  });

  it('stays open and says why when saving fails', async () => {
    const { close, dialog, app, host } = guarded(unsaved, SAVE, () =>
      Promise.reject(new Error('No space left on device.')),
    );
    await close();
    await vi.waitFor(() => expect(dialog.showMessageBox).toHaveBeenCalledTimes(2));
    const [, trouble] = dialog.showMessageBox.mock.calls[1] as unknown as [
      unknown,
      { detail: string },
    ];
    expect(trouble.detail).toBe('No space left on device.');
    expect(app.exit).not.toHaveBeenCalled();
    expect(host.close).not.toHaveBeenCalled();
  });

  it('asks once however often it is tried', async () => {
    const { close, window, dialog } = guarded(unsaved, CANCEL);
    dialog.showMessageBox.mockImplementation(() => new Promise(() => undefined));
    await close();
    window.emit('close', preventable());
    expect(dialog.showMessageBox).toHaveBeenCalledTimes(1);
  });

  it('saves without a question when the machine shuts down', async () => {
    const { guard, dialog, host, app } = guarded(unsaved);
    await Promise.all([guard.saveAndQuit(), guard.saveAndQuit()]);
    expect(host.close).toHaveBeenCalledTimes(1);
    expect(dialog.showMessageBox).not.toHaveBeenCalled();
    expect(host.handlers['run.checkpoint']).toHaveBeenCalled();
    expect(app.exit).toHaveBeenCalledWith(0);
  });
});
