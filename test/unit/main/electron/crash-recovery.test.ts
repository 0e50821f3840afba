import { describe, expect, it, vi } from 'vitest';
import { setupCrashRecovery } from '../../../../src/main/electron/crash-recovery.ts';
import { fakeWindow, standIn } from '../../../helpers/electron-doubles.ts';

function crashed(response: number, reason = 'crashed') {
  const window = fakeWindow();
  const dialog = { showMessageBox: vi.fn(() => Promise.resolve({ response })) };
  const parts = [window, dialog] as unknown as Parameters<typeof setupCrashRecovery>;
  setupCrashRecovery(...parts);
  window.webContents.emit('render-process-gone', standIn({}), { reason });
  return { window, dialog };
}

describe('setupCrashRecovery', () => {
  it('opens the page again', async () => {
    const { window } = crashed(0, 'oom');
    await vi.waitFor(() => expect(window.webContents.reload).toHaveBeenCalled());
    expect(window.close).not.toHaveBeenCalled();
  });

  it('or closes the window, which asks about the run', async () => {
    const { window } = crashed(1);
    await vi.waitFor(() => expect(window.close).toHaveBeenCalled());
  });

  it('says nothing of an orderly end', () => {
    expect(crashed(0, 'clean-exit').dialog.showMessageBox).not.toHaveBeenCalled();
  });
});
