import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What the Electron shell remembers between starts. */
export interface StoredSettings {
  readonly windowBounds?: Bounds;
  readonly maximized?: boolean;
  /** Of the corpus chosen last. */
  readonly corpusFolder?: string;
}

export interface Settings {
  read(): StoredSettings;
  /** Changes what is given and stores it. A disk that refuses is no reason to disturb: the change then lasts until the end. */
  write(change: StoredSettings): void;
}

/** Settings in a small JSON file, replaced as a whole so that a crash leaves the old or the new one. */
export function createSettings(file: string): Settings {
  let present = readStored(file);
  return {
    read: () => present,
    write(change) {
      present = { ...present, ...change };
      try {
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(`${file}.tmp`, `${JSON.stringify(present, null, 2)}\n`, { flush: true });
        renameSync(`${file}.tmp`, file);
      } catch {
        // Kept in memory only.
      }
    },
  };
}

/** What of the file can be used; a missing or damaged one means defaults. */
function readStored(file: string): StoredSettings {
  let stored: unknown;
  try {
    stored = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
  if (typeof stored !== 'object' || stored === null) return {};
  const { windowBounds, maximized, corpusFolder } = stored as Record<string, unknown>;
  return {
    ...(isBounds(windowBounds) && { windowBounds }),
    ...(typeof maximized === 'boolean' && { maximized }),
    ...(typeof corpusFolder === 'string' && { corpusFolder }),
  };
}

function isBounds(value: unknown): value is Bounds {
  if (typeof value !== 'object' || value === null) return false;
  const { x, y, width, height } = value as Record<string, unknown>;
  return (
    [x, y, width, height].every(Number.isSafeInteger) && Number(width) > 0 && Number(height) > 0
  );
}
