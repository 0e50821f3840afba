import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeTemporaryDirectory, removeDirectory } from '../../../../helpers/test-host.ts';
import { writeFileAtomic } from '../../../../../src/main/host/runs/atomic-file.ts';

describe('writeFileAtomic', () => {
  let directory: string;
  beforeEach(() => {
    directory = makeTemporaryDirectory();
  });
  afterEach(() => removeDirectory(directory));

  it('makes and replaces a file and leaves nothing else', async () => {
    const file = path.join(directory, 'run.json');
    await writeFileAtomic(file, 'one');
    await writeFileAtomic(file, new Uint8Array([116, 119, 111]));
    expect(readFileSync(file, 'utf8')).toBe('two');
    expect(readdirSync(directory)).toEqual(['run.json']);
  });

  it('takes the place of what a crash left behind', async () => {
    const file = path.join(directory, 'run.json');
    writeFileSync(`${file}.tmp`, 'half of a lon');
    await writeFileAtomic(file, 'whole');
    expect(readdirSync(directory)).toEqual(['run.json']);
  });

  it('keeps the former content and cleans up when it cannot replace it', async () => {
    const occupied = path.join(directory, 'occupied');
    mkdirSync(path.join(occupied, 'inside'), { recursive: true });
    await expect(writeFileAtomic(occupied, 'new')).rejects.toThrow();
    expect(readdirSync(directory)).toEqual(['occupied']);
    await expect(writeFileAtomic(path.join(directory, 'no', 'x'), '')).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });
});
