import type { BrowserWindow } from 'electron';
import type { Bounds, Settings, StoredSettings } from './settings.ts';

export const SMALLEST = { width: 960, height: 600 } as const;
const FIRST = { width: 1_440, height: 900 } as const;
/** Part of a window, in points, that must lie on a screen for it to be found again. */
const VISIBLE = 120;
/** Moves and sizes come many a second; the last of them counts. */
const SETTLE_MS = 400;

/** Where to open the window: where it was, if that is still on a screen; else in the middle of the first, and within it. */
export function openingBounds(
  { windowBounds }: StoredSettings,
  workAreas: readonly Bounds[],
): Bounds {
  if (windowBounds && workAreas.some((area) => overlaps(windowBounds, area))) return windowBounds;
  const [area = { x: 0, y: 0, ...FIRST }] = workAreas;
  const width = Math.min(FIRST.width, area.width);
  const height = Math.min(FIRST.height, area.height);
  return {
    x: area.x + Math.floor((area.width - width) / 2),
    y: area.y + Math.floor((area.height - height) / 2),
    width,
    height,
  };
}

function overlaps(window: Bounds, area: Bounds): boolean {
  const across =
    Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  const down =
    Math.min(window.y + window.height, area.y + area.height) - Math.max(window.y, area.y);
  return across >= VISIBLE && down >= VISIBLE;
}

/** Remembers where the window is and whether it is maximised, shortly after each change and when it closes. */
export function setupWindowState(
  window: Pick<BrowserWindow, 'on' | 'getNormalBounds' | 'isMaximized' | 'isDestroyed'>,
  settings: Settings,
): void {
  let timer: NodeJS.Timeout | undefined;
  const store = () => {
    if (window.isDestroyed()) return;
    settings.write({ windowBounds: window.getNormalBounds(), maximized: window.isMaximized() });
  };
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(store, SETTLE_MS);
  };
  window.on('resize', changed);
  window.on('move', changed);
  window.on('maximize', changed);
  window.on('unmaximize', changed);
  window.on('close', () => {
    clearTimeout(timer);
    store();
  });
}
