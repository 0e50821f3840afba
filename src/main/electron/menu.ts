import type { Menu, MenuItemConstructorOptions } from 'electron';
import type { RunState } from '../../shared/contract/run.ts';
import type { ShellIntent } from '../../shared/contract/shell.ts';
import type { StatusListener } from './status-watch.ts';

interface IntentItem {
  readonly label: string;
  /** The page answers single letters itself; these are for whoever looks in the menu. */
  readonly accelerator?: string;
  /** States in which it can be chosen; absent: always. */
  readonly states?: readonly RunState[];
}

const NO_RUN = ['idle', 'completed', 'stopped', 'failed'] as const;

/** The menu's own items: what each is called and when it can be chosen. */
export const INTENT_ITEMS: Readonly<Record<ShellIntent, IntentItem>> = {
  'corpus.open': { label: 'Open a text…', accelerator: 'CmdOrCtrl+O', states: NO_RUN },
  'run.restore': { label: 'Stored runs…', accelerator: 'CmdOrCtrl+Shift+O' },
  'run.start': { label: 'Start', accelerator: 'CmdOrCtrl+Enter', states: NO_RUN },
  'run.pause': { label: 'Pause', accelerator: 'CmdOrCtrl+P', states: ['running'] },
  'run.resume': { label: 'Resume', accelerator: 'CmdOrCtrl+Shift+P', states: ['paused'] },
  'run.step': { label: 'Train one step', accelerator: 'CmdOrCtrl+.', states: ['paused'] },
  'run.checkpoint': {
    label: 'Write a checkpoint',
    accelerator: 'CmdOrCtrl+S',
    states: ['running', 'paused', 'completed'],
  },
  'run.stop': { label: 'Stop and save', states: ['running', 'paused', 'completed'] },
  'view.palette': { label: 'Commands…', accelerator: 'CmdOrCtrl+K' },
  'view.frame': { label: 'Frame everything' },
  'help.keys': { label: 'Keys', accelerator: 'CmdOrCtrl+/' },
};

/** The page answers this one itself, wherever the focus is: the menu only shows it. */
const ANSWERED_BY_PAGE: ReadonlySet<ShellIntent> = new Set<ShellIntent>(['view.palette']);

export interface MenuParts {
  readonly platform: NodeJS.Platform;
  /** What to do when an item is chosen. */
  readonly choose: (intent: ShellIntent) => void;
  /** Reload and developer tools too. */
  readonly developing: boolean;
}

/** The native menu, as Electron's Menu.buildFromTemplate takes it. */
export function menuTemplate({
  platform,
  choose,
  developing,
}: MenuParts): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin';
  const item = (intent: ShellIntent): MenuItemConstructorOptions => {
    const { label, accelerator } = INTENT_ITEMS[intent];
    return {
      id: intent,
      label,
      click: () => choose(intent),
      ...(accelerator !== undefined && { accelerator }),
      registerAccelerator: !ANSWERED_BY_PAGE.has(intent),
    };
  };
  const line: MenuItemConstructorOptions = { type: 'separator' };
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        item('corpus.open'),
        item('run.restore'),
        line,
        mac ? { role: 'close' } : { role: 'quit', label: 'Quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&Run',
      submenu: [
        ...(['run.start', 'run.pause', 'run.resume', 'run.step'] as const).map(item),
        line,
        item('run.checkpoint'),
        item('run.stop'),
      ],
    },
    {
      label: '&View',
      submenu: [
        item('view.palette'),
        item('view.frame'),
        line,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(developing
          ? [line, { role: 'reload' } as const, { role: 'toggleDevTools' } as const]
          : []),
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', submenu: [item('help.keys')] },
  ];
}

/** Greys out what the run's state does not allow. */
export function menuState(menu: Pick<Menu, 'getMenuItemById'>): StatusListener {
  return ({ state }) => {
    for (const [intent, { states }] of Object.entries(INTENT_ITEMS)) {
      const found = menu.getMenuItemById(intent);
      if (found) found.enabled = states === undefined || states.includes(state);
    }
  };
}
