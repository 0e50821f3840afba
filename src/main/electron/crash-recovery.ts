import type { BrowserWindow, Dialog } from 'electron';

/** When the page's process dies, the host trains on: says so and offers to open the page again. */
export function setupCrashRecovery(
  window: BrowserWindow,
  dialog: Pick<Dialog, 'showMessageBox'>,
): void {
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    void dialog
      .showMessageBox(window, {
        type: 'error',
        message: 'The window has failed. The training is not affected.',
        detail: `Its process ended (${reason}).`,
        buttons: ['Open it again', 'Quit'],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      })
      .then(({ response }) => {
        if (response === 0) window.webContents.reload();
        else window.close();
      });
  });
}
