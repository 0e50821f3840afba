import { CAMERA_ENTRIES } from './camera-command-table.ts';
import { EXPORT_ENTRIES } from './export-command-table.ts';
import { SELECT_ENTRIES } from './select-command-table.ts';
import { clearFilters, isFiltered, useFilters } from '../store/filter-slice.ts';
import { toggleBlockPanel } from '../store/block-slice.ts';
import { useRun } from '../store/run-slice.ts';
import { goLive, holdOrReplay, useTime } from '../store/time-slice.ts';
import { of } from './stage-entry.ts';
import type { Entry } from './stage-entry.ts';
import { toggleFilters, toggleOutline } from '../store/tool-slice.ts';
import type { WindowCommand } from './window-command.ts';

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
    id: 'view.blocks',
    title: 'Show or hide attention and weights',
    keys: ['w'],
    hint: 'W',
    why: () => (useRun.getState().status.config ? undefined : 'There is no run to look into'),
    run: toggleBlockPanel,
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

/** What can be done with the stage: selecting, looking, holding time, exporting. */
export const STAGE_COMMANDS: readonly WindowCommand[] = [
  ...SELECT_ENTRIES.map(of('Select')),
  ...CAMERA_ENTRIES.map(of('Camera')),
  ...VIEW.map(of('View')),
  ...EXPORT_ENTRIES.map(of('Export')),
];
