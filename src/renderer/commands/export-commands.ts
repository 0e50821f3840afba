import { eventView } from '../store/event-view.ts';
import { failureMessage } from './host-call.ts';
import { fileStem, presentView, PICTURE_KEYWORD } from './view-commands.ts';
import { insertPngText } from '../lib/png-text.ts';
import { notify } from '../store/notice-slice.ts';
import { saveFile } from '../lib/save-file.ts';
import { selectionCsv } from './selection-csv.ts';
import { sphereView } from '../store/sphere-view.ts';
import { stagePort } from '../store/stage-port.ts';
import { useRun } from '../store/run-slice.ts';
import { selectionSize, useSelection } from '../store/selection-slice.ts';

/** Widths of pictures: the stage as it is, 1080p, 4K and 8K. */
export const PICTURE_SIZES = ['stage', '1080p', '4K', '8K'] as const;
export type PictureSize = (typeof PICTURE_SIZES)[number];

export interface PictureOptions {
  readonly size: PictureSize;
  readonly transparent: boolean;
  readonly words: boolean;
}

const SIZES = { '1080p': [1_920, 1_080], '4K': [3_840, 2_160], '8K': [7_680, 4_320] } as const;

/** Draws the stage as a PNG that carries its view, and hands it to the user. */
export async function savePicture(options: PictureOptions): Promise<void> {
  try {
    const png = await pictureOf(options);
    if (png) saveFile(`${fileStem()}.png`, png);
  } catch (error) {
    notify({ level: 'error', title: 'The picture was not made', message: failureMessage(error) });
  }
}

/** The picture; undefined without a stage. */
export async function pictureOf(options: PictureOptions): Promise<Blob | undefined> {
  const port = stagePort();
  const view = presentView();
  if (!port || !view) return undefined;
  const { width, height } = port.size();
  const [w, h] = options.size === 'stage' ? [width, height] : SIZES[options.size];
  const { transparent, words } = options;
  const canvas = await port.picture({
    width: Math.round(w),
    height: Math.round(h),
    transparent,
    words,
  });
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('The browser could not encode a picture of that size.');
  const png = new Uint8Array(await blob.arrayBuffer());
  return new Blob([insertPngText(png, PICTURE_KEYWORD, JSON.stringify(view))], {
    type: 'image/png',
  });
}

export function whyNoCsv(): string | undefined {
  return selectionSize(useSelection.getState()) > 0 ? undefined : 'Nothing is selected';
}

/** Saves what is selected as a table. */
export function saveSelectionCsv(): void {
  const { many } = useSelection.getState();
  const { config, corpus } = useRun.getState().status;
  const spheres = many.spheres.map(sphereView).filter((view) => view !== undefined);
  const events = many.events
    .map((n) => eventView(n, config?.batch))
    .filter((view) => view !== undefined);
  const csv = selectionCsv(spheres, events, corpus?.tokenTexts ?? []);
  saveFile(`${fileStem()}-selection.csv`, new Blob([csv], { type: 'text/csv' }));
}
