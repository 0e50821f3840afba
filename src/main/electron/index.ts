import path from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  screen,
  session,
} from 'electron';
import { createHost, type Host } from '../host/host.ts';
import { reasonOf } from '../host/log.ts';
import { runsDirectory } from '../host/shell/default-directories.ts';
import { createPageFiles } from '../host/shell/page-files.ts';
import { findProduct } from '../host/shell/product.ts';
import { setupCarrier } from './carrier.ts';
import { chooseCorpusFiles } from './corpus-dialog.ts';
import { setupCrashRecovery } from './crash-recovery.ts';
import { setupDownloads } from './downloads.ts';
import { menuState, menuTemplate } from './menu.ts';
import { setupNavigationGuard } from './navigation-guard.ts';
import { pageAddress } from './page-origin.ts';
import { registerPageScheme, setupPageProtocol } from './page-protocol.ts';
import { setupPermissions } from './permissions.ts';
import { stayAwake } from './power-save.ts';
import { setupQuitGuard } from './quit-guard.ts';
import { createSettings } from './settings.ts';
import { watchStatus } from './status-watch.ts';
import { taskbarProgress } from './taskbar-progress.ts';
import { windowOptions } from './window.ts';
import { openingBounds, setupWindowState } from './window-state.ts';

/** Entry of the Electron shell: one window, one host in this process. Nothing here decides; it lists what is set up. */
function openWindow(): void {
  const product = findProduct();
  const page = pageAddress(app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']);
  const settings = createSettings(path.join(app.getPath('userData'), 'settings.json'));
  const workAreas = screen.getAllDisplays().map(({ workArea }) => workArea);
  const window = new BrowserWindow(
    windowOptions(openingBounds(settings.read(), workAreas), product.preloadFile),
  );
  const host = createHost({
    runsDirectory: runsDirectory(namedRuns(process.argv)),
    resourcesDirectory: product.resourcesDirectory,
    shell: 'electron',
    version: product.version,
    chooseFiles: () => chooseCorpusFiles(dialog, window, settings),
  });

  setupPageProtocol(protocol, createPageFiles(product.pageDirectory));
  setupPermissions(session.defaultSession, page);
  setupDownloads(session.defaultSession, page, app.getPath('documents'));
  setupCarrier({
    ipcMain,
    createChannel: () => new MessageChannelMain(),
    page,
    contents: window.webContents,
    connect: (transport) => host.connect(transport),
  });
  setupWindowState(window, settings);
  setupCrashRecovery(window, dialog);
  const menu = setupMenu(host);
  watchStatus(host, [menuState(menu), taskbarProgress(window), stayAwake(powerSaveBlocker)]);

  const { saveAndQuit } = setupQuitGuard({ app, window, dialog, host });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, saveAndQuit);
  // Its types leave the event out.
  (powerMonitor as NodeJS.EventEmitter).on('shutdown', (event: Event) => {
    event.preventDefault(); // the system waits a while for us
    void saveAndQuit();
  });
  app.on('second-instance', () => focus(window));

  window.once('ready-to-show', () => {
    if (settings.read().maximized) window.maximize();
    window.show();
  });
  void window.loadURL(page.url);
}

function setupMenu(host: Host): Menu {
  const template = menuTemplate({
    platform: process.platform,
    choose: (intent) => host.publish('shell.intent', intent),
    developing: !app.isPackaged,
  });
  const menu = Menu.buildFromTemplate(template);
  Menu.setApplicationMenu(menu);
  return menu;
}

function focus(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.focus();
}

/** Value of --runs, as `npm start -- --runs DIR` passes it. */
function namedRuns(args: readonly string[]): string | undefined {
  const inline = args.find((arg) => arg.startsWith('--runs='));
  const index = args.indexOf('--runs');
  return inline?.slice('--runs='.length) ?? (index < 0 ? undefined : args[index + 1]);
}

registerPageScheme(protocol);
setupNavigationGuard(app);
if (app.requestSingleInstanceLock()) {
  app
    .whenReady()
    .then(openWindow)
    .catch((error: unknown) => {
      dialog.showErrorBox('Crystalline Studio cannot start', reasonOf(error));
      app.exit(1);
    });
} else {
  app.quit(); // the window that is open is shown instead
}
