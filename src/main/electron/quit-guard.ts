import type { App, BrowserWindow, Dialog } from 'electron';
import type { Host } from '../host/host.ts';
import { reasonOf } from '../host/log.ts';
import { isUnsaved, saveUnsaved, type SavingHost } from '../host/shell/save-unsaved.ts';

/** The dialog's buttons, in order. */
const ANSWERS = ['Save and quit', 'Quit without saving', 'Cancel'] as const;
const [SAVE, DISCARD, CANCEL] = [0, 1, 2];

export interface QuitGuardParts {
  readonly app: Pick<App, 'exit'>;
  readonly window: Pick<BrowserWindow, 'on' | 'destroy'> & BrowserWindow;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly host: SavingHost & Pick<Host, 'close'>;
}

export interface QuitGuard {
  /** Saves what is unsaved and quits without asking: for a signal, or a machine that shuts down. Twice is harmless. */
  saveAndQuit(): Promise<void>;
}

/** Closing the window quits the program; if that would lose trained steps, the user decides first. */
export function setupQuitGuard({ app, window, dialog, host }: QuitGuardParts): QuitGuard {
  let asking = false;

  const quit = async (discard: boolean) => {
    await host.close({ discard }).catch(() => undefined); // what could be saved has been, or the user was told
    window.destroy();
    app.exit(0);
  };
  const save = async (): Promise<boolean> => {
    try {
      await saveUnsaved(host);
      return true;
    } catch (error) {
      await dialog.showMessageBox(window, {
        type: 'error',
        message: 'The run could not be saved, so the program stays open.',
        detail: reasonOf(error),
      });
      return false;
    }
  };
  const ask = async () => {
    const answer = isUnsaved(host.status()) ? await askUser(dialog, window, host) : DISCARD;
    if (answer === CANCEL || (answer === SAVE && !(await save()))) return;
    await quit(answer === DISCARD);
  };

  window.on('close', (event) => {
    event.preventDefault();
    if (asking) return;
    asking = true;
    void ask().finally(() => (asking = false));
  });
  const saveThenQuit = async () => {
    await saveUnsaved(host).catch(() => undefined); // nobody is there to be told
    await quit(true);
  };
  let leaving: Promise<void> | undefined;
  return { saveAndQuit: () => (leaving ??= saveThenQuit()) };
}

async function askUser(
  dialog: Pick<Dialog, 'showMessageBox'>,
  window: BrowserWindow,
  host: SavingHost,
): Promise<number> {
  const { step, unsavedSteps, lastCheckpoint } = host.status();
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: 'Save the run before quitting?',
    detail:
      `Step ${step} is reached; ${unsavedSteps} steps are not saved. ` +
      (lastCheckpoint
        ? `The last checkpoint is of step ${lastCheckpoint.step}.`
        : 'There is no checkpoint yet.'),
    buttons: [...ANSWERS],
    defaultId: SAVE,
    cancelId: CANCEL,
    noLink: true,
  });
  return response;
}
