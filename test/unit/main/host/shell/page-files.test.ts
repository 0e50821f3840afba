import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPageFiles, type PageFiles } from '../../../../../src/main/host/shell/page-files.ts';
import { makeTemporaryDirectory, removeDirectory } from '../../../../helpers/test-host.ts';

let folder: string;
let files: PageFiles;

beforeAll(() => {
  folder = makeTemporaryDirectory();
  const page = path.join(folder, 'page');
  mkdirSync(path.join(page, 'assets'), { recursive: true });
  writeFileSync(path.join(folder, 'secret.js'), 'secret');
  writeFileSync(path.join(page, 'index.html'), 'CRYSTALLINE_NONCE CRYSTALLINE_NONCE');
  writeFileSync(path.join(page, 'assets/a b.js'), 'CRYSTALLINE_NONCE');
  symlinkSync(folder, path.join(page, 'up'));
  files = createPageFiles(page);
});

afterAll(() => removeDirectory(folder));

describe('createPageFiles', () => {
  it('puts the nonce of the policy into the page, and into nothing else', async () => {
    for (const url of ['/', '/index.html']) {
      const { headers, body } = await files.answer(url);
      const nonce = /'nonce-([^']+)'/.exec(headers['Content-Security-Policy'] ?? '')?.[1];
      expect(Buffer.from(nonce ?? '', 'base64')).toHaveLength(16);
      expect(body.toString()).toBe(`${nonce} ${nonce}`);
    }
    expect((await files.answer('/assets/a%20b.js')).body.toString()).toBe('CRYSTALLINE_NONCE');
  });

  it.each([
    '/up/secret.js',
    '/assets/a b.js',
    '/../secret.js',
    '/assets/../index.html',
    '',
    'index.html',
  ])('has nothing at %j', async (url) => expect((await files.answer(url)).status).toBe(404));

  it('keeps only what is named by its content', async () => {
    const cacheOf = async (url: string) => (await files.answer(url)).headers['Cache-Control'];
    expect(await cacheOf('/assets/a%20b.js')).toBe('private, max-age=31536000, immutable');
    expect(await cacheOf('/')).toBe('no-store');
    expect(await cacheOf('/assets/none.js')).toBe('no-store');
  });

  it('needs a page', () => {
    expect(() => createPageFiles(path.join(folder, 'page/assets'))).toThrow('holds no index.html');
  });
});
