import { create } from 'zustand';
import { readStoredText, writeStoredText } from '../lib/stored-text.ts';
import type { CameraView } from './stage-port.ts';
import { parseCamera } from './view-file.ts';

/** A view of the stage to come back to. */
export interface Bookmark {
  readonly name: string;
  readonly camera: CameraView;
}

export const MOST_BOOKMARKS = 9;
const KEY = 'camera-bookmarks';

export interface BookmarksState {
  readonly bookmarks: readonly Bookmark[];
}

/** Kept for the next start. */
export const useBookmarks = create<BookmarksState>(() => ({ bookmarks: readBookmarks() }));

/** Adds a bookmark; beyond nine the oldest goes. Returns its place, from 1. */
export function addBookmark(camera: CameraView): number {
  const { bookmarks } = useBookmarks.getState();
  const used = new Set(bookmarks.map(({ name }) => name));
  let number = bookmarks.length + 1;
  while (used.has(`View ${number}`)) number += 1;
  keep([...bookmarks, { name: `View ${number}`, camera }].slice(-MOST_BOOKMARKS));
  return useBookmarks.getState().bookmarks.length;
}

export function renameBookmark(index: number, name: string): void {
  keep(
    useBookmarks
      .getState()
      .bookmarks.map((bookmark, i) => (i === index ? { ...bookmark, name } : bookmark)),
  );
}

export function removeBookmark(index: number): void {
  keep(useBookmarks.getState().bookmarks.filter((_, i) => i !== index));
}

function keep(bookmarks: readonly Bookmark[]): void {
  useBookmarks.setState({ bookmarks });
  writeStoredText(KEY, JSON.stringify(bookmarks));
}

/** What was kept; what is not sound is left out. */
function readBookmarks(): readonly Bookmark[] {
  try {
    const kept: unknown = JSON.parse(readStoredText(KEY) ?? '[]');
    if (!Array.isArray(kept)) return [];
    return kept.slice(0, MOST_BOOKMARKS).flatMap((entry: unknown) => {
      const { name, camera } = (entry ?? {}) as Partial<Record<'name' | 'camera', unknown>>;
      return typeof name === 'string' ? [{ name, camera: parseCamera(camera, 'camera') }] : [];
    });
  } catch {
    return [];
  }
}
