import { change } from '../store/history-slice.ts';
import { goLive, showStep, useTime } from '../store/time-slice.ts';
import {
  MOST_SELECTED,
  VIEW_FORMAT,
  VIEW_VERSION,
  ViewError,
  parseView,
} from '../store/view-file.ts';
import type { ViewFile } from '../store/view-file.ts';
import { newestFrames } from '../store/newest-frames.ts';
import { notify } from '../store/notice-slice.ts';
import { parseLook } from '../store/look-file.ts';
import { readPngText } from '../lib/png-text.ts';
import { saveFile } from '../lib/save-file.ts';
import { LAYER_NAMES, setLook, useView } from '../store/view-slice.ts';
import type { LayerName, ViewState } from '../store/view-slice.ts';
import { selectByExpression } from './select-commands.ts';
import { selectMany, useSelection } from '../store/selection-slice.ts';
import { setFilters, useFilters } from '../store/filter-slice.ts';
import { stagePort } from '../store/stage-port.ts';
import { useRun } from '../store/run-slice.ts';

/** Keyword of the view in a picture's text. */
export const PICTURE_KEYWORD = 'crystalline-view';
/** A picture of 8K is a few tens of megabytes. */
const LARGEST_FILE = 300_000_000;

/** How the lattice is looked at now. Undefined without a stage. */
export function presentView(): ViewFile | undefined {
  const camera = stagePort()?.camera();
  if (!camera) return undefined;
  const { layers, look, theme } = useView.getState();
  const { many, expression } = useSelection.getState();
  const { runId, step } = useRun.getState().status;
  const shownStep = useTime.getState().mode === 'held' ? newestFrames.spheres.step : step;
  return {
    format: VIEW_FORMAT,
    version: VIEW_VERSION,
    ...{ camera, layers, look, theme },
    filters: useFilters.getState().filters,
    selection: {
      spheres: many.spheres.slice(0, MOST_SELECTED),
      events: many.events.slice(0, MOST_SELECTED),
      ...(expression !== undefined && { expression }),
    },
    ...(runId !== undefined && { moment: { runId, step: shownStep } }),
  };
}

/** Saves the view as JSON. */
export function saveView(): void {
  const view = presentView();
  if (!view) return;
  saveFile(
    `${fileStem()}.view.json`,
    new Blob([JSON.stringify(view, null, 2)], { type: 'application/json' }),
  );
}

/** Opens a view from text; says what is wrong with it. True when it was opened. */
export function openView(text: string, name: string): boolean {
  try {
    applyView(parseView(text));
    return true;
  } catch (error) {
    if (!(error instanceof ViewError)) throw error;
    notify({ level: 'error', title: `${name} cannot be opened as a view`, message: error.message });
    return false;
  }
}

/** Opens a dropped or chosen file if it holds a view: a picture saved here, or a view's JSON. False: it is something else. */
export async function openIfView(file: File): Promise<boolean> {
  const picture = file.type === 'image/png' || file.name.toLowerCase().endsWith('.png');
  if (file.size > LARGEST_FILE) return false;
  if (picture) {
    const text = readPngText(new Uint8Array(await file.arrayBuffer()), PICTURE_KEYWORD);
    if (text !== undefined) openView(text, file.name);
    else
      notify({
        level: 'warning',
        title: `${file.name} holds no view`,
        message: 'Only pictures saved here do.',
      });
    return true;
  }
  if (!file.name.toLowerCase().endsWith('.json')) return false;
  const text = await file.text();
  if (!text.slice(0, 400).includes(VIEW_FORMAT)) return false;
  openView(text, file.name);
  return true;
}

/** Lets the user choose a saved view or picture. */
export function chooseView(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,.png';
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file) void openIfView(file);
  });
  input.click();
}

function applyView(view: ViewFile): void {
  const look = parseLook(view.look);
  const layers = layersOf(view.layers);
  change(LOOK_PART, 'Open a view', { layers, look });
  setFilters(view.filters);
  const { expression, spheres, events } = view.selection;
  if (expression === undefined || selectByExpression(expression).kind === 'problem') {
    selectMany({ spheres, events });
  }
  stagePort()?.lookFrom(view.camera, true);
  showMomentOf(view);
}

const LOOK_PART = {
  get: (): Pick<ViewState, 'layers' | 'look'> => {
    const { layers, look } = useView.getState();
    return { layers, look };
  },
  set: ({ layers, look }: Pick<ViewState, 'layers' | 'look'>): void => {
    setLook(look);
    useView.setState({ layers });
  },
};

function layersOf(given: ViewFile['layers']): ViewState['layers'] {
  const { layers } = useView.getState();
  return Object.fromEntries(
    LAYER_NAMES.map((name): [LayerName, boolean] => [name, given[name] ?? layers[name]]),
  ) as ViewState['layers'];
}

/** The view's moment, where the recording of the same run still holds it; otherwise what is newest, and that is said. */
function showMomentOf({ moment }: ViewFile): void {
  const { runId, step } = useRun.getState().status;
  if (!moment || moment.runId !== runId || moment.step === step) {
    goLive();
    return;
  }
  if (showStep(moment.step)) return;
  goLive();
  const title = `Step ${moment.step.toLocaleString('en')} is not recorded any more`;
  notify({ level: 'info', title, message: 'The view shows what is newest.' });
}

/** What files are named after: the run and its step. */
export function fileStem(): string {
  const { config } = useRun.getState().status;
  const step = newestFrames.spheres.step;
  return config ? `${config.name}-step-${step}` : 'lattice';
}
