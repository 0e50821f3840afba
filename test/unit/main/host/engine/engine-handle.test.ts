import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  ADDON_VARIABLE,
  addonPath,
  loadEngine,
} from '../../../../../src/main/host/engine/engine-handle.ts';
import { makeTemporaryDirectory, removeDirectory } from '../../../../helpers/test-host.ts';

describe('loadEngine', () => {
  let directory: string;
  beforeEach(() => {
    directory = makeTemporaryDirectory();
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await removeDirectory(directory);
  });

  it('looks in the build, unless the variable or the caller names a file', () => {
    vi.stubEnv(ADDON_VARIABLE, undefined);
    expect(addonPath()).toBe(path.resolve('native/build/Release/crystalline.node'));
    vi.stubEnv(ADDON_VARIABLE, '/x/y.node');
    expect(addonPath()).toBe('/x/y.node');
    expect(addonPath('/z.node')).toBe('/z.node');
  });

  it('says what to do when the addon is not built, or is not one', () => {
    const absent = path.join(directory, 'crystalline.node');
    expect(() => loadEngine(absent)).toThrow(
      `The native engine is not built (no ${absent}): run npm run build:native.`,
    );
    writeFileSync(absent, 'not an ELF file');
    expect(() => loadEngine(absent)).toThrow('The native engine cannot be loaded');
  });
});
