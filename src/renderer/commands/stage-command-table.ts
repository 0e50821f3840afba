import {
  bookmarkView,
  frameSelection,
  goToBookmark,
  lookFromFace,
  whyNoBookmark,
} from './camera-commands.ts';
import { savePicture, saveSelectionCsv, whyNoCsv } from './export-commands.ts';
import { chooseView, saveView } from './view-commands.ts';
import { recordReplay, whyNoVideo } from './video-commands.ts';
import { clearFilters, isFiltered, useFilters } from '../store/filter-slice.ts';
import { invertSpheres, selectAllSpheres, selectSubtrees } from './select-commands.ts';
import { goLive, holdOrReplay, useTime } from '../store/time-slice.ts';
import { newestFrames } from '../store/newest-frames.ts';
import { redo, undo, useHistory } from '../store/history-slice.ts';
import {
  requestExpression,
  setMousePreset,
  setTool,
  toggleFilters,
  toggleOutline,
  toggleTurntable,
} from '../store/tool-slice.ts';
import { stagePort } from '../store/stage-port.ts';
import { useSelection } from '../store/selection-slice.ts';
import { useView } from '../store/view-slice.ts';
import type { WindowCommand } from './window-command.ts';

type Entry = Omit<WindowCommand, 'group' | 'why'> & Partial<Pick<WindowCommand, 'why'>>;

const of =
  (group: WindowCommand['group']) =>
  (entry: Entry): WindowCommand => ({ why: () => undefined, ...entry, group });

const drawn = (): string | undefined => (stagePort() ? undefined : 'Nothing is drawn here');
const noSpheres = (): string | undefined =>
  newestFrames.spheres.rows > 0 ? undefined : 'There are no spheres yet';
const noneSelected = (): string | undefined =>
  useSelection.getState().many.spheres.length > 0 ? undefined : 'No sphere is selected';
const pictureAs = (size: 'stage' | '4K' | '8K'): Promise<void> =>
  savePicture({ size, transparent: false, words: true });

const SELECT: readonly Entry[] = [
  {
    id: 'select.expression',
    title: 'Select by expression',
    keys: ['/'],
    hint: '/',
    run: requestExpression,
  },
  {
    id: 'select.all',
    title: 'Select every sphere',
    keys: ['a'],
    hint: 'A',
    why: noSpheres,
    run: selectAllSpheres,
  },
  {
    id: 'select.invert',
    title: 'Select the other spheres',
    keys: ['i'],
    hint: 'I',
    why: noSpheres,
    run: invertSpheres,
  },
  {
    id: 'select.subtree',
    title: 'Select everything below, too',
    keys: ['g'],
    hint: 'G',
    why: noneSelected,
    run: selectSubtrees,
  },
  { id: 'select.turn', title: 'Drag turns', keys: ['v'], hint: 'V', run: () => setTool('turn') },
  {
    id: 'select.box',
    title: 'Drag selects a box',
    keys: ['b'],
    hint: 'B',
    run: () => setTool('box'),
  },
  {
    id: 'select.lasso',
    title: 'Drag draws a lasso',
    keys: ['l'],
    hint: 'L',
    run: () => setTool('lasso'),
  },
  {
    id: 'select.undo',
    title: 'Undo',
    keys: ['$mod+z'],
    hint: 'Ctrl Z',
    why: () => (useHistory.getState().past.length > 0 ? undefined : 'Nothing to undo'),
    run: undo,
  },
  {
    id: 'select.redo',
    title: 'Redo',
    keys: ['$mod+Shift+z', '$mod+y'],
    hint: 'Ctrl Shift Z',
    why: () => (useHistory.getState().future.length > 0 ? undefined : 'Nothing to redo'),
    run: redo,
  },
];

const CAMERA: readonly Entry[] = [
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

const VIEW: readonly Entry[] = [
  {
    id: 'view.outline',
    title: 'Show or hide the outline',
    keys: ['t'],
    hint: 'T',
    run: toggleOutline,
  },
  {
    id: 'view.filters',
    title: 'Filters',
    keys: ['Shift+F'],
    hint: 'Shift F',
    run: toggleFilters,
  },
  {
    id: 'view.no-filters',
    title: 'Clear the filters',
    why: () => (isFiltered(useFilters.getState().filters) ? undefined : 'No filter is on'),
    run: clearFilters,
  },
  {
    id: 'time.hold',
    title: 'Hold the view, or replay',
    keys: ['p'],
    hint: 'P',
    why: () => (useTime.getState().toMs > 0 ? undefined : 'Nothing is recorded yet'),
    run: holdOrReplay,
  },
  {
    id: 'time.live',
    title: 'Show what is newest',
    keys: ['Shift+P'],
    hint: 'Shift P',
    why: () => (useTime.getState().mode === 'held' ? undefined : 'The view is live'),
    run: goLive,
  },
];

const EXPORT: readonly Entry[] = [
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

/** What can be done with the stage: selecting, looking, holding time, exporting. */
export const STAGE_COMMANDS: readonly WindowCommand[] = [
  ...SELECT.map(of('Select')),
  ...CAMERA.map(of('Camera')),
  ...VIEW.map(of('View')),
  ...EXPORT.map(of('Export')),
];
