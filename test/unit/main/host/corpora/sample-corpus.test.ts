import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestFile } from '../../../../../src/main/host/corpora/file-digest.ts';
import { makeTemporaryDirectory, removeDirectory } from '../../../../helpers/test-host.ts';
import { sampleCorpusFile } from '../../../../../src/main/host/corpora/sample-corpus.ts';

describe('the sample corpus', () => {
  let directory: string;
  beforeEach(() => {
    directory = makeTemporaryDirectory();
  });
  afterEach(() => removeDirectory(directory));

  it('is taken from the resources where the build put it', () => {
    mkdirSync(path.join(directory, 'moby-dick'));
    const file = path.join(directory, 'moby-dick', 'data.txt');
    writeFileSync(file, 'Call me Ishmael.');
    expect(sampleCorpusFile(directory)).toBe(file);
  });

  it('is found without resources', async () => {
    const { bytes } = await digestFile(sampleCorpusFile(directory));
    expect(bytes).toBe(1_204_997);
  });
});

describe('digestFile', () => {
  it('gives length and SHA-256', async () => {
    const directory = makeTemporaryDirectory();
    const file = path.join(directory, 'abc');
    writeFileSync(file, 'abc');
    expect(await digestFile(file)).toEqual({
      path: file,
      bytes: 3,
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', // FIPS 180-2
    });
    await removeDirectory(directory);
  });

  it('refuses what never ends', async () => {
    await expect(digestFile('/dev/null')).rejects.toMatchObject({
      code: 'io-failed',
      message: '/dev/null cannot be read: it is not a regular file.',
    });
  });
});
