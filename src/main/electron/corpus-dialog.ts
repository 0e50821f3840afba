import path from 'node:path';
import type { BaseWindow, Dialog } from 'electron';
import type { Settings } from './settings.ts';

const TEXT_KINDS = [
  'txt',
  'text',
  'md',
  'markdown',
  'csv',
  'tsv',
  'json',
  'jsonl',
  'xml',
  'html',
  'tex',
  'log',
];

/** Asks for the files of a corpus, starting in the folder of the last. No path: cancelled. */
export async function chooseCorpusFiles(
  dialog: Pick<Dialog, 'showOpenDialog'>,
  window: BaseWindow,
  settings: Settings,
): Promise<readonly string[]> {
  const { corpusFolder } = settings.read();
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Open a text',
    buttonLabel: 'Open',
    properties: ['openFile', 'multiSelections'],
    filters: [
      { name: 'Texts', extensions: TEXT_KINDS },
      { name: 'All files', extensions: ['*'] },
    ],
    ...(corpusFolder !== undefined && { defaultPath: corpusFolder }),
  });
  const [first] = filePaths;
  if (canceled || first === undefined) return [];
  settings.write({ corpusFolder: path.dirname(first) });
  return filePaths;
}
