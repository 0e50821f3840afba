import { invertSpheres, selectAllSpheres, selectSubtrees } from './select-commands.ts';
import { newestFrames } from '../store/newest-frames.ts';
import { redo, undo, useHistory } from '../store/history-slice.ts';
import { requestExpression, setTool } from '../store/tool-slice.ts';
import type { Entry } from './stage-entry.ts';
import { useSelection } from '../store/selection-slice.ts';

const noSpheres = (): string | undefined =>
  newestFrames.spheres.rows > 0 ? undefined : 'There are no spheres yet';
const noneSelected = (): string | undefined =>
  useSelection.getState().many.spheres.length > 0 ? undefined : 'No sphere is selected';

/** What is selected, and the way back. */
export const SELECT_ENTRIES: readonly Entry[] = [
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
