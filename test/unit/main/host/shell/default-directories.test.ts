import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  dataDirectory,
  runsDirectory,
} from '../../../../../src/main/host/shell/default-directories.ts';

const home = '/home/me';

describe('dataDirectory', () => {
  it('follows each system', () => {
    expect(dataDirectory({ platform: 'linux', env: {}, home })).toBe(
      '/home/me/.local/share/crystalline-studio',
    );
    expect(dataDirectory({ platform: 'linux', env: { XDG_DATA_HOME: '/data' }, home })).toBe(
      '/data/crystalline-studio',
    );
    expect(dataDirectory({ platform: 'darwin', env: {}, home: '/Users/me' })).toBe(
      '/Users/me/Library/Application Support/Crystalline Studio',
    );
    const windows = { platform: 'win32', home: 'C:\\Users\\me' } as const;
    expect(dataDirectory({ ...windows, env: { LOCALAPPDATA: 'D:\\Local' } })).toBe(
      'D:\\Local\\Crystalline Studio',
    );
    expect(dataDirectory({ ...windows, env: {} })).toBe(
      'C:\\Users\\me\\AppData\\Local\\Crystalline Studio',
    );
  });

  it('ignores a relative or empty XDG_DATA_HOME, as its specification says', () => {
    for (const XDG_DATA_HOME of ['', 'data', './x']) {
      expect(dataDirectory({ platform: 'linux', env: { XDG_DATA_HOME }, home })).toBe(
        '/home/me/.local/share/crystalline-studio',
      );
    }
  });
});

describe('runsDirectory', () => {
  const linux = (env: Record<string, string>) => ({ platform: 'linux', env, home }) as const;

  it('is what is named, then CRYSTALLINE_RUNS, then the default; always absolute', () => {
    expect(runsDirectory('mine', linux({ CRYSTALLINE_RUNS: '/env' }))).toBe(path.resolve('mine'));
    expect(runsDirectory(undefined, linux({ CRYSTALLINE_RUNS: 'env' }))).toBe(path.resolve('env'));
    expect(runsDirectory(undefined, linux({}))).toBe(
      '/home/me/.local/share/crystalline-studio/runs',
    );
  });
});
