import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import {
  freeBytesOf,
  nextCheckpointBytes,
  requireFreeSpace,
} from '../../../../../src/main/host/runs/free-space.ts';

const MIB = 1024 * 1024;

describe('free space', () => {
  it('is asked of the disk itself', async () => {
    expect(await freeBytesOf(tmpdir())).toBeGreaterThan(0);
    await requireFreeSpace(tmpdir(), 0);
    await expect(requireFreeSpace(tmpdir(), Number.MAX_SAFE_INTEGER)).rejects.toMatchObject({
      code: 'io-failed',
    });
  });

  it('must hold the checkpoint and a little more', async () => {
    await requireFreeSpace('/runs', 5 * MIB, async () => 6 * MIB);
    await expect(requireFreeSpace('/runs', 5 * MIB, async () => 6 * MIB - 1)).rejects.toMatchObject(
      {
        code: 'io-failed',
        message: 'There is not enough space in /runs: a checkpoint needs 6.3 MB, free are 6.3 MB.',
      },
    );
    await expect(requireFreeSpace('/runs', 5 * MIB, async () => 0)).rejects.toThrow(
      'free are 0 MB',
    );
  });

  it('is not in the way where the system does not tell', async () => {
    await requireFreeSpace('/runs', 5 * MIB, async () => undefined);
    await requireFreeSpace('/not/there', 5 * MIB);
  });

  it('is measured by the last checkpoint, else by what an optimiser can keep', () => {
    expect(nextCheckpointBytes({ parameters: 1_000 })).toBe(16_000);
    expect(nextCheckpointBytes({ parameters: 1_000, lastCheckpoint: { bytes: 123 } })).toBe(123);
  });
});
