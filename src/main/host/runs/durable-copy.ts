import { copyFile, open } from 'node:fs/promises';
import path from 'node:path';
import { syncDirectory } from './atomic-file.ts';

/** Copies a file so that it survives a crash: the copy and its folder are on the disk when this resolves. */
export async function copyFileDurably(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  const file = await open(to, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  await syncDirectory(path.dirname(to));
}
