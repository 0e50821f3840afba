import {
  bookmarkView,
  frameSelection,
  goToBookmark,
  lookFromFace,
  whyNoBookmark,
} from './camera-commands.ts';
import { setMousePreset, toggleTurntable } from '../store/tool-slice.ts';
import { drawn } from './stage-entry.ts';
import type { Entry } from './stage-entry.ts';
import { useView } from '../store/view-slice.ts';

/** Where the stage is looked at from, and whose mouse it follows. */
export const CAMERA_ENTRIES: readonly Entry[] = [
  {
    id: 'camera.front',
    title: 'Look from the front',
    why: drawn,
    run: () => lookFromFace('front'),
  },
  {
    id: 'camera.right',
    title: 'Look from the right',
    why: drawn,
    run: () => lookFromFace('right'),
  },
  { id: 'camera.top', title: 'Look from the top', why: drawn, run: () => lookFromFace('top') },
  {
    id: 'camera.corner',
    title: 'Look over a corner',
    why: drawn,
    run: () => lookFromFace('corner'),
  },
  { id: 'camera.selection', title: 'Frame the selection', why: drawn, run: frameSelection },
  {
    id: 'camera.keep',
    title: 'Keep this view',
    keys: ['m'],
    hint: 'M',
    why: drawn,
    run: bookmarkView,
  },
  ...Array.from({ length: 9 }, (_, i): Entry => ({
    id: `camera.kept-${i + 1}`,
    title: `Go to kept view ${i + 1}`,
    keys: [`Alt+${i + 1}`],
    hint: `Alt ${i + 1}`,
    keyOnly: i > 0,
    keysRow: i > 0 ? null : { title: 'Go to a kept view', hint: 'Alt 1 … 9' },
    why: () => whyNoBookmark(i),
    run: () => goToBookmark(i),
  })),
  {
    id: 'camera.turntable',
    title: 'Turn by itself, or stop',
    why: () => (useView.getState().reducedMotion ? 'Your system asks for less motion' : drawn()),
    run: toggleTurntable,
  },
  { id: 'camera.molstar', title: 'Mouse as in Mol*', run: () => setMousePreset('molstar') },
  { id: 'camera.blender', title: 'Mouse as in Blender', run: () => setMousePreset('blender') },
  { id: 'camera.trackpad', title: 'Mouse for a trackpad', run: () => setMousePreset('trackpad') },
];
