import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { CallError } from '../../../shared/rpc/call-error.ts';
import type { CheckpointInfo } from '../../../shared/contract/run.ts';

const CHECKPOINT_NAME = /^step-(\d{6,8})\.safetensors$/;
/** A header larger than this is not one of ours. */
const MAX_HEADER_BYTES = 16 * 1024 * 1024;

export function isCheckpointName(text: string): boolean {
  return CHECKPOINT_NAME.test(text);
}

/** File name of the checkpoint at a step: step-000500.safetensors. */
export function checkpointName(step: number): string {
  return `step-${String(step).padStart(6, '0')}.safetensors`;
}

/** Names of a run's checkpoints, highest step first; whether they are sound is not looked at. */
export async function listCheckpoints(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const stepOf = (name: string) => Number(CHECKPOINT_NAME.exec(name)?.[1]);
  return names.filter(isCheckpointName).sort((a, b) => stepOf(b) - stepOf(a));
}

/**
 * Reads a checkpoint's header. Throws CallError `corrupt` when header or length are wrong; the tensors themselves are
 * verified by the engine when it restores.
 */
export async function readCheckpointInfo(file: string): Promise<CheckpointInfo> {
  const name = path.basename(file);
  const { size, mtimeMs } = await stat(file);
  const handle = await open(file, 'r');
  try {
    const header = await readHeader(handle, size, name);
    const metadata = header['__metadata__'] as Record<string, unknown> | undefined;
    const step = Number(metadata?.['step'] ?? NaN);
    const sha256 = metadata?.['weights_sha256'];
    if (!Number.isSafeInteger(step) || typeof sha256 !== 'string') {
      throw corrupt(name, 'it is not a checkpoint of this program');
    }
    return { name, step, bytes: size, writtenAtMs: Math.round(mtimeMs), weightsSha256: sha256 };
  } finally {
    await handle.close();
  }
}

async function readHeader(
  handle: FileHandle,
  size: number,
  name: string,
): Promise<Record<string, unknown>> {
  const prefix = Buffer.alloc(8);
  await handle.read(prefix, 0, 8, 0);
  const length = Number(prefix.readBigUInt64LE());
  if (size < 8 || length > MAX_HEADER_BYTES || 8 + length > size) {
    throw corrupt(name, `it has ${size} bytes, too few for its header`);
  }
  const text = Buffer.alloc(length);
  await handle.read(text, 0, length, 8);
  const header = parseObject(text.toString('utf8'), name);
  const expected = 8 + length + dataBytes(header);
  if (size !== expected) throw corrupt(name, `it has ${size} bytes, not ${expected}`);
  return header;
}

function parseObject(text: string, name: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // told below
  }
  throw corrupt(name, 'its header is not JSON');
}

/** Largest end of a tensor, in bytes after the header. */
function dataBytes(header: Record<string, unknown>): number {
  const ends = Object.entries(header)
    .filter(([tensor]) => tensor !== '__metadata__')
    .map(([, entry]) => Number((entry as { data_offsets?: unknown[] } | null)?.data_offsets?.[1]));
  return Math.max(0, ...ends);
}

function corrupt(name: string, reason: string): CallError {
  return new CallError('corrupt', `Checkpoint ${name} is damaged: ${reason}.`);
}
