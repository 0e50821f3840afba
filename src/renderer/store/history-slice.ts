import { create } from 'zustand';

/** A part of the view whose changes can be undone: how it is read and how it is put back. */
export interface UndoablePart<T> {
  readonly get: () => T;
  readonly set: (value: T) => void;
}

interface Change {
  /** As in “Undo select 12 spheres”. */
  readonly label: string;
  /** Changes of the same key that follow each other at once are one: a slider's way. */
  readonly key: string | undefined;
  readonly atMs: number;
  readonly undo: () => void;
  readonly redo: () => void;
}

export interface HistoryState {
  readonly past: readonly Change[];
  readonly future: readonly Change[];
}

/** Changes kept. */
const KEPT = 100;
const TOGETHER_MS = 1_000;

/** What was selected, filtered and looked at before. */
export const useHistory = create<HistoryState>(() => ({ past: [], future: [] }));

/** Makes a change that can be undone. `key` joins it with the one before when that has the same key and was just made. */
export function change<T>(part: UndoablePart<T>, label: string, next: T, key?: string): void {
  const before = part.get();
  if (Object.is(before, next)) return;
  part.set(next);
  const atMs = Date.now();
  const { past } = useHistory.getState();
  const last = past[past.length - 1];
  const joins = last && key !== undefined && last.key === key && atMs - last.atMs < TOGETHER_MS;
  const entry: Change = {
    ...{ label, key, atMs },
    undo: joins ? last.undo : () => part.set(before),
    redo: () => part.set(next),
  };
  const kept = joins ? past.slice(0, -1) : past.slice(-(KEPT - 1));
  useHistory.setState({ past: [...kept, entry], future: [] });
}

export function undo(): void {
  const { past, future } = useHistory.getState();
  const last = past[past.length - 1];
  if (!last) return;
  last.undo();
  useHistory.setState({ past: past.slice(0, -1), future: [last, ...future] });
}

export function redo(): void {
  const { past, future } = useHistory.getState();
  const [next, ...rest] = future;
  if (!next) return;
  next.redo();
  useHistory.setState({ past: [...past, next], future: rest });
}

/** Forgets everything: another run's spheres and events are other ones. */
export function clearHistory(): void {
  useHistory.setState({ past: [], future: [] });
}
