import { existsSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { addonPath, loadEngine } from '../../src/main/host/engine/engine-handle.ts';
import {
  makeTemporaryDirectory,
  openTestHost,
  removeDirectory,
  type TestHost,
} from './test-host.ts';
import type { NativeEngine } from '../../src/main/host/engine/engine-types.ts';

const built = existsSync(addonPath());

/** Lets every test of the block around skip, saying why, where the native engine is not built. */
export function needNativeEngine(): void {
  beforeEach((context) => {
    if (!built) context.skip('the native engine is not built: npm run build:native');
  });
}

/** A host and its folder of runs. */
export interface NativeHost {
  readonly directory: string;
  readonly open: TestHost<NativeEngine>;
}

/** A host on the native engine for each test of the block around, with runs of its own; to be read within a test. */
export function openNativeHosts(): NativeHost {
  const native = {} as { -readonly [K in keyof NativeHost]: NativeHost[K] };
  needNativeEngine();
  beforeEach(async () => {
    if (!built) return;
    native.directory = makeTemporaryDirectory();
    native.open = await openTestHost(loadEngine(), native.directory);
  });
  afterEach(async () => {
    if (!built) return;
    await native.open.host.close({ discard: true });
    await removeDirectory(native.directory);
  });
  return native;
}

/** One host on the native engine for all tests of the block around, and how to ask it. */
export function openNativeHost(): TestHost<NativeEngine>['client']['call'] {
  let directory: string;
  let open: TestHost<NativeEngine>;
  beforeAll(async () => {
    if (!built) return;
    directory = makeTemporaryDirectory();
    open = await openTestHost(loadEngine(), directory);
  });
  needNativeEngine();
  afterAll(async () => {
    if (!built) return;
    await open.host.close({ discard: true });
    await removeDirectory(directory);
  });
  return (...given) => open.client.call(...given);
}
