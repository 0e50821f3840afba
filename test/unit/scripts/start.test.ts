import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  binarySource,
  findElectron,
  whyNoWindow,
} from '../../../scripts/start/electron-binary.mjs';
import { whyStale } from '../../../scripts/start/freshness.mjs';
import { runShell } from '../../../scripts/start/run-shell.mjs';
import { readStartOptions } from '../../../scripts/start/start-options.mjs';
import { makeTemporaryDirectory, removeDirectory } from '../../helpers/test-host.ts';

let folder: string;
beforeEach(() => (folder = makeTemporaryDirectory()));
afterEach(() => removeDirectory(folder));

/** Writes a file as of a second of 2026. */
function put(name: string, second: number): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, '');
  const time = new Date(Date.UTC(2026, 0, 1, 0, 0, second));
  for (let entry = file; entry !== folder; entry = path.dirname(entry))
    utimesSync(entry, time, time);
}

describe('whyStale', () => {
  const target = { sources: ['src', 'config.ts'], outputs: ['out/a.js', 'out/b.js'] };

  it('is silent while every output is newer than every source', () => {
    put('src/deep/x.ts', 10);
    put('config.ts', 11);
    put('out/a.js', 20);
    put('out/b.js', 21);
    expect(whyStale(folder, target)).toBeUndefined();
  });

  it('names a missing output', () => {
    put('src/x.ts', 10);
    put('out/a.js', 20);
    expect(whyStale(folder, target)).toBe('out/b.js is missing');
  });

  it('names a source newer than the oldest output', () => {
    put('out/a.js', 20);
    put('out/b.js', 30);
    put('src/deep/x.ts', 25);
    expect(whyStale(folder, target)).toBe('src has changed');
  });

  it('notices a source that was deleted', () => {
    put('src/x.ts', 10);
    put('src/y.ts', 10);
    put('out/a.js', 20);
    put('out/b.js', 20);
    rmSync(path.join(folder, 'src/y.ts')); // the folder is now as new as the deletion
    expect(whyStale(folder, target)).toBe('src has changed');
  });
});

describe('findElectron', () => {
  it('finds what path.txt names', () => {
    expect(findElectron(folder, {}, 'linux')).toBeUndefined();
    writeFileSync(path.join(folder, 'path.txt'), 'electron');
    expect(findElectron(folder, {}, 'linux')).toBeUndefined();
    put('dist/electron', 1);
    expect(findElectron(folder, {}, 'linux')).toBe(path.join(folder, 'dist/electron'));
  });

  it('prefers ELECTRON_OVERRIDE_DIST_PATH, which needs no path.txt', () => {
    put('mine/Electron.app/Contents/MacOS/Electron', 1);
    const ELECTRON_OVERRIDE_DIST_PATH = path.join(folder, 'mine');
    expect(findElectron(folder, { ELECTRON_OVERRIDE_DIST_PATH }, 'darwin')).toBe(
      path.join(folder, 'mine/Electron.app/Contents/MacOS/Electron'),
    );
    expect(findElectron(folder, { ELECTRON_OVERRIDE_DIST_PATH }, 'linux')).toBeUndefined();
  });
});

describe('whyNoWindow', () => {
  it('says why Electron cannot open one here', () => {
    expect(whyNoWindow({}, 'linux', 1_000)).toBe('there is no display');
    expect(whyNoWindow({ DISPLAY: ':0' }, 'linux', 0)).toContain('root');
    expect(whyNoWindow({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', 1_000)).toBeUndefined();
    expect(whyNoWindow({}, 'darwin', 501)).toBeUndefined();
    expect(whyNoWindow({}, 'win32', undefined)).toBeUndefined();
  });
});

describe('binarySource', () => {
  it('is GitHub, or the mirror that is set', () => {
    expect(binarySource({})).toBe('https://github.com/');
    expect(binarySource({ ELECTRON_MIRROR: 'https://mirror.example/' })).toBe(
      'https://mirror.example/',
    );
  });
});

describe('readStartOptions', () => {
  it('opens Electron unless told, and a browser for the web shell', () => {
    expect(readStartOptions([])).toEqual({
      help: false,
      web: false,
      passed: [],
      serverArgs: ['--open'],
    });
    expect(readStartOptions(['--web']).web).toBe(true);
  });

  it('passes on what it does not know', () => {
    const { passed, serverArgs } = readStartOptions(['--web', '--runs', 'r', '--odd']);
    expect(passed).toEqual(['--runs', 'r', '--odd']);
    expect(serverArgs).toEqual(['--open', '--runs', 'r', '--odd']);
  });

  it('takes options of the web shell for a wish for it', () => {
    expect(readStartOptions(['--port=4000']).web).toBe(true);
    expect(readStartOptions(['--json'])).toMatchObject({ web: true, serverArgs: ['--json'] });
    expect(readStartOptions(['--web', '--no-open']).serverArgs).toEqual([]);
  });
});

describe('runShell', () => {
  const run = (program: string) => runShell(process.execPath, ['-e', program]);

  it('hands on how it ended, and tells a shell that did not open from one that was closed', async () => {
    expect(await run('')).toMatchObject({ code: 0, started: true });
    expect(await run('process.exit(3)')).toMatchObject({ code: 3, started: false });
    expect(await run('process.kill(process.pid, "SIGABRT")')).toMatchObject({
      signal: 'SIGABRT',
      started: false,
    });
    expect(await runShell(path.join(folder, 'none'), [])).toMatchObject({
      code: 1,
      started: false,
    });
  });
});
