import { statfs } from 'node:fs/promises';
import { CallError } from '../../../shared/rpc/call-error.ts';
import { grouped } from '../grouped.ts';

/** Bytes a user may still write where `folder` lies; undefined: the system does not tell. */
export type FreeBytes = (folder: string) => Promise<number | undefined>;

export const freeBytesOf: FreeBytes = async (folder) => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

/** Beside the file: its folder's entry, and the run's metrics. */
const MARGIN_BYTES = 1024 * 1024;
/** Weights, two moments and averages, four bytes each: the most an optimiser keeps. */
const MOST_BYTES_A_PARAMETER = 16;

/** Size of a run's next checkpoint: that of its last one, or the most it can be. */
export function nextCheckpointBytes(run: {
  readonly parameters: number;
  readonly lastCheckpoint?: { readonly bytes: number };
}): number {
  return run.lastCheckpoint?.bytes ?? run.parameters * MOST_BYTES_A_PARAMETER;
}

/**
 * Throws CallError `io-failed`, which says how much is missing, when `bytes` do not fit into `folder`: before anything is
 * written, so that the disk is not filled by what is then thrown away. What the system does not tell is not in the way.
 */
export async function requireFreeSpace(
  folder: string,
  bytes: number,
  freeBytes: FreeBytes = freeBytesOf,
): Promise<void> {
  const free = await freeBytes(folder).catch(() => undefined);
  if (free === undefined || free >= bytes + MARGIN_BYTES) return;
  throw new CallError(
    'io-failed',
    `There is not enough space in ${folder}: a checkpoint needs ${megabytes(bytes + MARGIN_BYTES)} MB, free are ${megabytes(free)} MB.`,
  );
}

function megabytes(bytes: number): string {
  return grouped(Math.round(bytes / 1e5) / 10);
}
