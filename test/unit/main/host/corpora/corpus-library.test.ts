import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CorpusLibrary,
  corpusRecord,
} from '../../../../../src/main/host/corpora/corpus-library.ts';
import { FakeEngine } from '../../../../helpers/fake-engine.ts';
import { makeTemporaryDirectory, removeDirectory } from '../../../../helpers/test-host.ts';

describe('CorpusLibrary', () => {
  let directory: string;
  let library: CorpusLibrary;
  const put = (name: string, text: string) => {
    const file = path.join(directory, name);
    writeFileSync(file, text);
    return file;
  };
  const openFiles = (...paths: string[]) =>
    library.add({ source: { kind: 'files', paths }, tokenizer: 'byte' });

  beforeEach(() => {
    directory = makeTemporaryDirectory();
    library = new CorpusLibrary(new FakeEngine(), undefined);
  });
  afterEach(() => removeDirectory(directory));

  it('opens files, uploaded text and the sample, and finds them again', async () => {
    const one = await openFiles(put('a.txt', 'abc'));
    expect(one.info).toMatchObject({ name: 'a.txt', source: 'files', bytes: 3 });
    const two = await openFiles(put('a.txt', 'abc'), put('b.txt', 'de'));
    expect(two.info).toMatchObject({ name: 'a.txt and 1 more', bytes: 5 });
    const text = { kind: 'text', name: 'mine', text: 'äöü' } as const;
    const three = await library.add({ source: text, tokenizer: 'char' });
    expect(three.info).toMatchObject({ name: 'mine', source: 'text', bytes: 6, vocabulary: 3 });
    for (const corpus of [one, two, three]) expect(library.get(corpus.info.corpusId)).toBe(corpus);
  });

  it('says which corpus is not open', () => {
    expect(() => library.get('char-77')).toThrow('Corpus char-77 is not open');
  });

  it('names a file that is not there, and one that is a directory', async () => {
    const absent = path.join(directory, 'absent.txt');
    await expect(openFiles(absent)).rejects.toMatchObject({
      code: 'not-found',
      message: `There is no file ${absent}.`,
    });
    await expect(openFiles(directory)).rejects.toMatchObject({
      code: 'io-failed',
      message: expect.stringContaining(directory) as unknown,
    });
  });

  it('keeps the newest eight, as the engine does', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 9; i += 1) {
      ids.push((await openFiles(put(`${i}.txt`, `text ${i}`))).info.corpusId);
    }
    expect(() => library.get(ids[0] ?? '')).toThrow('is not open');
    for (const id of ids.slice(1)) expect(library.get(id).info.corpusId).toBe(id);
  });

  it('opens a stored corpus again in another session', async () => {
    const files = await openFiles(put('a.txt', 'abc'), put('b.txt', 'de'));
    const sample = await library.add({ source: { kind: 'sample' }, tokenizer: 'byte' });
    const text = { kind: 'text', name: 'mine', text: 'uploaded' } as const;
    const uploaded = await library.add({ source: text, tokenizer: 'char' });
    const runDirectory = path.dirname(put('corpus.txt', 'uploaded'));
    const later = new CorpusLibrary(new FakeEngine(), undefined);
    for (const corpus of [files, sample, uploaded]) {
      const again = await later.reopen(corpusRecord(corpus), runDirectory);
      expect(again.info).toEqual(corpus.info);
    }
  });

  it('refuses a stored corpus of which one file has changed, naming that file', async () => {
    const [a, b] = [put('a.txt', 'abc'), put('b.txt', 'de')];
    const stored = corpusRecord(await openFiles(a, b));
    appendFileSync(b, '!');
    await expect(library.reopen(stored, '')).rejects.toMatchObject({
      code: 'mismatch',
      message: expect.stringMatching(/b\.txt has changed .* 3 bytes .* 2 bytes/) as unknown,
    });
    put('b.txt', 'ed'); // as long as before
    await expect(library.reopen(stored, '')).rejects.toMatchObject({ code: 'mismatch' });
  });
});
