import fc from 'fast-check';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeTemporaryDirectory, removeDirectory } from '../../../../helpers/test-host.ts';
import {
  checkpointName,
  isCheckpointName,
  listCheckpoints,
  readCheckpointInfo,
} from '../../../../../src/main/host/runs/checkpoint-files.ts';

/** A safetensors file with one tensor of eight bytes. */
function safetensors(metadata: Record<string, string>): Buffer {
  const header = Buffer.from(
    JSON.stringify({
      __metadata__: metadata,
      w: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
    }),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, Buffer.alloc(8)]);
}

describe('checkpoint files', () => {
  let directory: string;
  const put = (name: string, content: Buffer | string) => {
    const file = path.join(directory, name);
    writeFileSync(file, content);
    return file;
  };
  const sound = safetensors({ step: '500', weights_sha256: 'ab12' });

  beforeEach(() => {
    directory = makeTemporaryDirectory();
  });
  afterEach(() => removeDirectory(directory));

  it('are named by their step', () => {
    expect(checkpointName(500)).toBe('step-000500.safetensors');
    expect(checkpointName(10_000_000)).toBe('step-10000000.safetensors');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), (step) => {
        expect(isCheckpointName(checkpointName(step))).toBe(true);
      }),
    );
  });

  it.each([
    '../step-000500.safetensors',
    'step-000500.safetensors/..',
    'step-5.safetensors',
    'x',
    '',
  ])('are not named %j', (name) => expect(isCheckpointName(name)).toBe(false));

  it('are listed by step, the highest first, and nothing else is', async () => {
    for (const step of [900, 1_000_000, 1_000]) put(checkpointName(step), '');
    put('step-000950.safetensors.tmp', '');
    put('notes.txt', '');
    mkdirSync(path.join(directory, 'old'));
    expect(await listCheckpoints(directory)).toEqual([1_000_000, 1_000, 900].map(checkpointName));
    expect(await listCheckpoints(path.join(directory, 'absent'))).toEqual([]);
  });

  it('tell step and digest in their header', async () => {
    const info = await readCheckpointInfo(put('step-000500.safetensors', sound));
    expect(info).toMatchObject({
      name: 'step-000500.safetensors',
      step: 500,
      bytes: sound.length,
      weightsSha256: 'ab12',
    });
  });

  it('are refused, by name, when cut anywhere or longer than they say', async () => {
    for (let length = 0; length < sound.length; length += 1) {
      const file = put('step-000500.safetensors', sound.subarray(0, length));
      await expect(readCheckpointInfo(file), `${length} bytes`).rejects.toMatchObject({
        code: 'corrupt',
        message: expect.stringContaining('step-000500.safetensors') as unknown,
      });
    }
    const longer = put('step-000500.safetensors', Buffer.concat([sound, Buffer.alloc(1)]));
    await expect(readCheckpointInfo(longer)).rejects.toMatchObject({ code: 'corrupt' });
  });

  it.each([
    ['of another program', safetensors({ format: 'pt' })],
    [
      'with a header that is not JSON',
      Buffer.concat([sound.subarray(0, 8), Buffer.alloc(300, 'x')]),
    ],
    ['that claims an enormous header', Buffer.alloc(64, 0xff)],
  ])('are refused when they are files %s', async (_, content) => {
    const file = put('step-000500.safetensors', content);
    await expect(readCheckpointInfo(file)).rejects.toMatchObject({ code: 'corrupt' });
  });

  it('never fail otherwise than with corrupt, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(sound.length - 1), fc.nat(255), async (at, value) => {
        const content = Buffer.from(sound);
        content[at] = value;
        const file = put('step-000500.safetensors', content);
        const outcome = await readCheckpointInfo(file).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toMatchObject({ code: 'corrupt' });
      }),
    );
  });
});
