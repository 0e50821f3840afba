import { addBookmark, useBookmarks } from '../store/bookmarks-slice.ts';
import { change } from '../store/history-slice.ts';
import type { UndoablePart } from '../store/history-slice.ts';
import { notify } from '../store/notice-slice.ts';
import { stagePort } from '../store/stage-port.ts';
import type { CameraView, Face } from '../store/stage-port.ts';

const NOWHERE: CameraView = { azimuth: 0, elevation: 0, distance: 1, target: [0, 0, 0] };

const PART: UndoablePart<CameraView> = {
  get: () => stagePort()?.camera() ?? NOWHERE,
  set: (camera) => stagePort()?.lookFrom(camera),
};

/** Jumps to a view; undo jumps back. */
export function jumpTo(label: string, camera: CameraView): void {
  if (stagePort()) change(PART, label, camera);
}

export function lookFromFace(face: Face): void {
  jumpBy(`Look from the ${face}`, () => stagePort()?.face(face));
}

export function frameSelection(): void {
  jumpBy('Frame the selection', () => stagePort()?.frameSelection());
}

/** Keeps the present view among the bookmarks. */
export function bookmarkView(): void {
  const port = stagePort();
  if (!port) return;
  const place = addBookmark(port.camera());
  notify({ level: 'info', title: `View kept: Alt ${place} comes back to it` });
}

/** Goes to a kept view, counted from 0; does nothing where there is none. */
export function goToBookmark(index: number): void {
  const bookmark = useBookmarks.getState().bookmarks[index];
  if (bookmark) jumpTo(`Go to ${bookmark.name}`, bookmark.camera);
}

export function whyNoBookmark(index: number): string | undefined {
  return useBookmarks.getState().bookmarks[index] ? undefined : 'No view is kept there';
}

/** Makes a jump that the stage works out itself undoable. */
function jumpBy(label: string, jump: () => void): void {
  const port = stagePort();
  if (!port) return;
  const before = port.camera();
  jump();
  const after = port.camera();
  if (after === before) return;
  port.lookFrom(before);
  change(PART, label, after);
}
