import { EventEmitter } from 'node:events';
import { vi } from 'vitest';
import type { RunStatus } from '../../src/shared/contract/run.ts';

/** A status as the host tells it, idle unless told otherwise. */
export function statusOf(changes: Partial<RunStatus> = {}): RunStatus {
  return { state: 'idle', step: 0, unsavedSteps: 0, checkpoints: [], ...changes };
}

/** An event that remembers whether it was prevented. */
export function preventable() {
  return { preventDefault: vi.fn() };
}

/** What Electron's own type wants of a part that the module under test does not use. */
export function standIn<T>(part: object): T {
  return part as T;
}

/** A window that only records; `emit` plays its events. */
export function fakeWindow() {
  const contents = Object.assign(new EventEmitter(), {
    id: 7,
    reload: vi.fn(),
    setWindowOpenHandler: vi.fn(),
  });
  const bounds = { x: 10, y: 20, width: 1_200, height: 800 };
  return Object.assign(new EventEmitter(), {
    webContents: contents,
    setProgressBar: vi.fn(),
    destroy: vi.fn(),
    close: vi.fn(),
    isDestroyed: vi.fn(() => false),
    isMaximized: vi.fn(() => false),
    getNormalBounds: vi.fn(() => bounds),
  });
}
