import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { CallError } from '../../../shared/rpc/call-error.ts';

export interface FileDigest {
  readonly path: string;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** Length and SHA-256 of a file, read as a stream; `onBytes` hears of each piece and may throw. Throws CallError `not-found` or `io-failed`, naming it. */
export async function digestFile(
  file: string,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<FileDigest> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    if (!(await stat(file)).isFile()) throw new Error('it is not a regular file.');
    for await (const chunk of createReadStream(file)) {
      hash.update(chunk as Buffer);
      bytes += (chunk as Buffer).length;
      onBytes((chunk as Buffer).length);
    }
  } catch (error) {
    if (error instanceof CallError) throw error; // of onBytes
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new CallError('not-found', `There is no file ${file}.`);
    throw new CallError('io-failed', `${file} cannot be read: ${message}`, { cause: error });
  }
  return { path: file, bytes, sha256: hash.digest('hex') };
}
