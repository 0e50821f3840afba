import { stat } from 'node:fs/promises';
import { digestFile, type FileDigest } from './file-digest.ts';
import type { Work } from '../work/work.ts';

/** The digests of files, all at once; the work is told of their bytes. */
export async function digestFiles(
  paths: readonly string[],
  work: Work,
): Promise<readonly FileDigest[]> {
  const sizes = await Promise.all(
    paths.map((file) =>
      stat(file).then(
        ({ size }) => size,
        () => 0,
      ),
    ), // digestFile says what is wrong
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let done = 0;
  return Promise.all(
    paths.map((file) => digestFile(file, (bytes) => work.hashing((done += bytes), total))),
  );
}
