import path from 'node:path';
import type { DownloadItem, FileFilter, Session } from 'electron';
import type { PageAddress } from './page-origin.ts';

const KINDS: Readonly<Record<string, string>> = {
  '.txt': 'Text',
  '.csv': 'Comma-separated values',
  '.json': 'JSON',
  '.png': 'Picture',
};

/**
 * What the page offers for download (a picture of the scene, a sampled text) is saved where the system's dialog
 * says. Only what the page made itself: anything with a real address is refused.
 */
export function setupDownloads(
  session: Pick<Session, 'on'>,
  page: PageAddress,
  documentsFolder: string,
): void {
  session.on('will-download', (event, item) => {
    if (!isOwn(item.getURL(), page)) {
      event.preventDefault();
      return;
    }
    item.setSaveDialogOptions(saveOptions(item, documentsFolder));
  });
}

function isOwn(url: string, { origin }: PageAddress): boolean {
  return url.startsWith(`blob:${origin}/`) || url.startsWith('data:');
}

function saveOptions(item: Pick<DownloadItem, 'getFilename'>, documentsFolder: string) {
  const name = path.basename(item.getFilename());
  const kind = path.extname(name).toLowerCase();
  const known = KINDS[kind];
  const filters: FileFilter[] = known ? [{ name: known, extensions: [kind.slice(1)] }] : [];
  return {
    title: 'Save',
    defaultPath: path.join(documentsFolder, name),
    filters: [...filters, { name: 'All files', extensions: ['*'] }],
  };
}
