import { savePicture, saveSelectionCsv, whyNoCsv } from './export-commands.ts';
import { chooseView, saveView } from './view-commands.ts';
import { recordReplay, whyNoVideo } from './video-commands.ts';
import { drawn } from './stage-entry.ts';
import type { Entry } from './stage-entry.ts';

const pictureAs = (size: 'stage' | '4K' | '8K'): Promise<void> =>
  savePicture({ size, transparent: false, words: true });

/** Pictures, views, tables and videos to keep. */
export const EXPORT_ENTRIES: readonly Entry[] = [
  {
    id: 'export.picture',
    title: 'Save a picture as shown',
    keys: ['e'],
    hint: 'E',
    why: drawn,
    run: () => pictureAs('stage'),
  },
  {
    id: 'export.picture-4k',
    title: 'Save a picture, 3,840 × 2,160',
    why: drawn,
    run: () => pictureAs('4K'),
  },
  {
    id: 'export.picture-8k',
    title: 'Save a picture, 7,680 × 4,320',
    why: drawn,
    run: () => pictureAs('8K'),
  },
  { id: 'export.view', title: 'Save the view', why: drawn, run: saveView },
  { id: 'export.open-view', title: 'Open a view or a picture', why: drawn, run: chooseView },
  { id: 'export.csv', title: 'Save the selection as CSV', why: whyNoCsv, run: saveSelectionCsv },
  { id: 'export.video', title: 'Record a video of the replay', why: whyNoVideo, run: recordReplay },
];
