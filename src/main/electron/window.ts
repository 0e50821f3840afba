import type { BrowserWindowConstructorOptions } from 'electron';
import type { Bounds } from './settings.ts';
import { SMALLEST } from './window-state.ts';

/** The colour behind the page before it draws: the dark theme's background. */
const BACKGROUND = '#0b0d10';

/** How the window is made: sandboxed, isolated, without Node, shown when it has something to show. */
export function windowOptions(
  bounds: Bounds,
  preloadFile: string,
): BrowserWindowConstructorOptions {
  return {
    ...bounds,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    title: 'Crystalline Studio',
    backgroundColor: BACKGROUND,
    show: false,
    webPreferences: {
      preload: preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      backgroundThrottling: true,
    },
  };
}
